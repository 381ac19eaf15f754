package io.labvm.layers.mount;

/**
 * An empty mount point that a container runtime will want.
 *
 * @param path within the desktop, absolute, without {@code .} or {@code ..}
 */
public record StubPoint(String path, Kind kind) {
  /** What the mount that lands there is. */
  public enum Kind {
    DIRECTORY,
    FILE
  }

  public StubPoint {
    if (!path.matches("(/[^/\\x00]{1,255}){1,64}") || (path + "/").matches(".*/\\.{1,2}/.*")) {
      throw new IllegalArgumentException("not a path within a desktop: " + path);
    }
  }
}
