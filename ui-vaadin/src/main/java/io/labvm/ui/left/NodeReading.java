package io.labvm.ui.left;

import io.labvm.ui.versions.StoreReading;
import org.jspecify.annotations.Nullable;

/** The nodes' endpoints for reading what was left behind; what may be read is decided before. */
interface NodeReading {
  /**
   * Where a node listens.
   *
   * @param node its id, which its certificate names
   */
  record Endpoint(String node, String host, int port) {}

  /**
   * A document of bounded size.
   *
   * @param path below {@code /reading/v1/desktops/}, with its query
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, NOT_A_FOLDER, UNAVAILABLE
   */
  byte[] document(Endpoint node, String path);

  /**
   * Bytes as they are read; the caller closes the stream. A stream that ends early fails.
   *
   * @throws io.labvm.ui.problem.ProblemException as above, and NOT_A_FILE
   */
  StoreReading.Content content(Endpoint node, String path, @Nullable String range);

  /**
   * Throws away what lies there.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND, UNAVAILABLE
   */
  void remove(Endpoint node, String path);
}
