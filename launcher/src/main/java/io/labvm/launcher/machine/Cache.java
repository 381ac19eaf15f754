package io.labvm.launcher.machine;

import java.nio.file.Path;
import java.util.Optional;

/** Where things are kept that are costly to make and the same for every home of a user. */
public final class Cache {
  private Cache() {}

  /** The directory; it may not exist yet. */
  public static Path directory() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(v -> !v.isEmpty())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("labvm");
  }
}
