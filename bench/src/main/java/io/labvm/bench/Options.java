package io.labvm.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is measured.
 *
 * @param runs counted rounds of each contender
 * @param only names of rows; empty for all
 * @param stores where the store is
 * @param quick a tenth of the data
 * @param directory for everything that is made; on a local file system
 */
record Options(int runs, Set<String> only, List<Place> stores, boolean quick, Path directory) {
  static final String USAGE =
      """
      usage: labvm bench layers [--runs N] [--only ROW]... [--store directory|moosefs|both]
                                [--quick] [--directory DIR]""";

  /** What the store lies on. */
  enum Place {
    DIRECTORY,
    MOOSEFS
  }

  Options {
    only = Set.copyOf(only);
    stores = List.copyOf(stores);
    if (runs < 1) {
      throw new IllegalArgumentException("at least one run");
    }
  }

  /** Reads a command line; wrong words are an {@link IllegalArgumentException}. */
  static Options parse(List<String> line) {
    Deque<String> words = new ArrayDeque<>(line);
    int runs = 0;
    boolean quick = false;
    Set<String> only = new LinkedHashSet<>();
    List<Place> stores = List.of(Place.values());
    Path directory = Path.of("/var/tmp");
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "--quick" -> quick = true;
        case "--runs" -> runs = Integer.parseInt(value(word, words));
        case "--only" -> only.addAll(List.of(value(word, words).split(",", -1)));
        case "--store" -> stores = places(value(word, words));
        case "--directory" -> directory = Path.of(value(word, words)).toAbsolutePath();
        default -> throw new IllegalArgumentException("unexpected " + word);
      }
    }
    return new Options(runs > 0 ? runs : quick ? 2 : 5, only, stores, quick, directory);
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.removeFirst();
  }

  private static List<Place> places(String word) {
    return switch (word) {
      case "directory" -> List.of(Place.DIRECTORY);
      case "moosefs" -> List.of(Place.MOOSEFS);
      case "both" -> List.of(Place.values());
      default -> throw new IllegalArgumentException("no store " + word);
    };
  }

  /** A size of the full run, as it is taken here. */
  int scaled(int full) {
    return quick ? full / 10 : full;
  }
}
