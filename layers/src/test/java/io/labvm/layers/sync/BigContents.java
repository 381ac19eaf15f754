package io.labvm.layers.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Contents big enough for data files, and what became of them. */
final class BigContents {
  private BigContents() {}

  static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static List<Path> dataFiles(Path storeRoot) throws IOException {
    try (Stream<Path> files = Files.walk(storeRoot.resolve("data"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
