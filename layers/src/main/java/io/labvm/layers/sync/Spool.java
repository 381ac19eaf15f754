package io.labvm.layers.sync;

import io.labvm.layers.durable.Durable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where batches wait on the local disk until the store has them: {@code spool/<upper-id>/}. Nothing
 * in it outlives its process: after a start it is emptied and the upper looked at again.
 */
final class Spool {
  private final Path directory;

  private Spool(Path directory) {
    this.directory = directory;
  }

  /** An empty spool; those of earlier uppers are removed. */
  static Spool open(Path root, String upperId) throws IOException {
    Durable.directories(root);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(root)) {
      for (Path entry : old) {
        Durable.remove(entry);
      }
    }
    Spool spool = new Spool(root.resolve(upperId));
    Files.createDirectory(spool.directory);
    Files.createDirectory(spool.scratch());
    Files.createDirectory(spool.data());
    return spool;
  }

  /** Where a segment is made. */
  Path segment(long number) {
    return directory.resolve("seg-" + number);
  }

  /** For copies of files while they are read. */
  Path scratch() {
    return directory.resolve("scratch");
  }

  /** For the data files a batch refers to, each under its id. */
  Path data() {
    return directory.resolve("data");
  }

  /** Bytes of all data files here. */
  long dataBytes() throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data())) {
      for (Path file : files) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  /** What is there is no batch's any more. */
  void removeData() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data())) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  void remove(long number) throws IOException {
    Files.deleteIfExists(segment(number));
  }
}
