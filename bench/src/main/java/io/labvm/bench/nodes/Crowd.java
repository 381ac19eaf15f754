package io.labvm.bench.nodes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What is played, and against which laboratory.
 *
 * @param home of a laboratory that is up
 * @param launcher its program {@code labvm}
 * @param warm not counted
 * @param counted what the figures are about
 */
record Crowd(
    Path home, Path launcher, int nodes, int gpus, int desktops, Duration warm, Duration counted) {
  static final String USAGE =
      """
      usage: NodesBench --home DIR [--labvm PROGRAM] [--nodes N] [--gpus N] [--desktops N]
                        [--warm SECONDS] [--seconds SECONDS]""";

  Crowd {
    if (nodes < 1 || gpus < 0 || desktops < 0) {
      throw new IllegalArgumentException("at least one node, and no negative numbers");
    }
  }

  /** Reads a command line; wrong words are an {@link IllegalArgumentException}. */
  static Crowd parse(List<String> line) {
    Deque<String> words = new ArrayDeque<>(line);
    Crowd crowd =
        new Crowd(
            Path.of(""),
            Path.of("labvm"),
            200,
            8,
            10,
            Duration.ofSeconds(60),
            Duration.ofSeconds(180));
    while (!words.isEmpty()) {
      crowd = crowd.with(words.removeFirst(), value(words));
    }
    if (crowd.home.toString().isEmpty()) {
      throw new IllegalArgumentException("--home is missing");
    }
    return crowd;
  }

  private static String value(Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a value is missing");
    }
    return words.removeFirst();
  }

  private Crowd with(String word, String value) {
    return switch (word) {
      case "--home" -> new Crowd(Path.of(value), launcher, nodes, gpus, desktops, warm, counted);
      case "--labvm" -> new Crowd(home, Path.of(value), nodes, gpus, desktops, warm, counted);
      case "--nodes" ->
          new Crowd(home, launcher, Integer.parseInt(value), gpus, desktops, warm, counted);
      case "--gpus" ->
          new Crowd(home, launcher, nodes, Integer.parseInt(value), desktops, warm, counted);
      case "--desktops" ->
          new Crowd(home, launcher, nodes, gpus, Integer.parseInt(value), warm, counted);
      case "--warm" -> new Crowd(home, launcher, nodes, gpus, desktops, seconds(value), counted);
      case "--seconds" -> new Crowd(home, launcher, nodes, gpus, desktops, warm, seconds(value));
      default -> throw new IllegalArgumentException("unexpected " + word);
    };
  }

  private static Duration seconds(String value) {
    return Duration.ofSeconds(Long.parseLong(value));
  }
}
