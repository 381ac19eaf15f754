package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Holds workers at named fault points, for all desktops or for one. */
final class Faults {
  private final Path directory;

  Faults(Path directory) {
    this.directory = directory;
  }

  /** The point as it is passed for one desktop only. */
  static String of(String point, String desktop) {
    return point + "@" + desktop;
  }

  void hold(String point) {
    try {
      Files.writeString(directory.resolve(point), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReached(String point, Duration limit) {
    Path reached = directory.resolve(point + ".reached");
    Wait.untilTrue("fault point " + point, limit, () -> Files.exists(reached));
  }

  /** The process that is held there. */
  long holder(String point) {
    try {
      return Long.parseLong(Files.readString(directory.resolve(point + ".reached")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets everybody go on, for a test that may have failed halfway. */
  void releaseAll() {
    try (Stream<Path> points = Files.list(directory)) {
      points.forEach(Faults::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void release(String point) {
    delete(directory.resolve(point));
    delete(directory.resolve(point + ".reached"));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
