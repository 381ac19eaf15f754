package io.labvm.layers.source;

import io.labvm.layers.erofs.ErofsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree that can be written into an image once. */
public sealed interface TreeSource permits DirectorySource, TarSource {

  /** Writes the whole tree; the root's attributes too where the source has them. */
  void writeTo(ErofsWriter image, ImportProgress progress) throws IOException;

  /** A directory, or a tar archive: plain, by gzip or by zstd, told apart by content. */
  static TreeSource of(Path source) throws IOException {
    return Files.isDirectory(source) ? new DirectorySource(source) : new TarSource(source);
  }
}
