package io.labvm.layers.command;

import io.labvm.linux.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The words of the command line as the kernel has them; what Java made of them may be less. */
final class RawWords {
  private RawWords() {}

  /** Says which of the last words of this process Java could not read, and what to do. */
  static Optional<String> problem(int count) {
    try {
      return problem(
          Files.readAllBytes(Path.of("/proc/self/cmdline")),
          count,
          System.getProperty("sun.jnu.encoding", "UTF-8"));
    } catch (IOException e) {
      return Optional.empty(); // no /proc: the words are taken as they come
    }
  }

  /**
   * The same of a given command line.
   *
   * @param line words, each ended by a NUL byte
   * @param encoding that Java takes the words to have
   */
  static Optional<String> problem(byte[] line, int count, String encoding) {
    List<byte[]> words = split(line);
    for (int i = Math.max(0, words.size() - count); i < words.size(); i++) {
      int position = i - (words.size() - count) + 1;
      if (!isAscii(words.get(i)) && !encoding.equalsIgnoreCase("UTF-8")) {
        return Optional.of(
            "argument %d is not ASCII, which the locale (%s) cannot hold; set LC_ALL=C.UTF-8"
                .formatted(position, encoding));
      }
      if (!Names.isUtf8(words.get(i))) {
        return Optional.of(
            "argument %d is not UTF-8; give such a PATH as %s B64"
                .formatted(position, ViewPath.OPTION));
      }
    }
    return Optional.empty();
  }

  private static boolean isAscii(byte[] word) {
    for (byte b : word) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static List<byte[]> split(byte[] line) {
    List<byte[]> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < line.length; i++) {
      if (line[i] == 0) {
        words.add(Arrays.copyOfRange(line, from, i));
        from = i + 1;
      }
    }
    return words;
  }
}
