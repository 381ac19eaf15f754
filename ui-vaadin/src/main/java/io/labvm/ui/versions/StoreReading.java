package io.labvm.ui.versions;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The store agent's endpoint for reading versions; what may be read is decided before. */
public interface StoreReading {
  /**
   * A document of bounded size.
   *
   * @param path below {@code /reading/v1/desktops/}, with its query
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, VERSION_DAMAGED, NOT_A_FOLDER,
   *     UNAVAILABLE
   */
  byte[] document(String path);

  /**
   * Bytes as they are read; the caller closes the stream. A stream that ends early fails.
   *
   * @param range header Range; null for all
   * @throws io.labvm.ui.problem.ProblemException as above, and NOT_A_FILE
   */
  Content content(String path, @Nullable String range);

  /**
   * What is read.
   *
   * @param length of the stream; -1 when it is not known before
   * @param range header Content-Range; null for the whole
   */
  record Content(InputStream stream, long length, @Nullable String range) {}
}
