package io.labvm.layers.mount;

import java.nio.file.Path;
import java.util.List;

/**
 * One overlay as plain data.
 *
 * @param lowers top to bottom: layers, base, stub; 1 to 500, absolute
 * @param upper where the desktop writes; made with the attributes of the top lower when absent
 * @param work overlayfs's scratch on the same file system, made when absent
 * @param merged the mount point, made when absent
 */
public record MountSpec(List<Path> lowers, Path upper, Path work, Path merged) {
  /** What the kernel accepts. */
  public static final int MAX_LOWERS = 500;

  public MountSpec {
    lowers = lowers.stream().map(MountSpec::normal).toList();
    upper = normal(upper);
    work = normal(work);
    merged = normal(merged);
    if (lowers.isEmpty() || lowers.size() > MAX_LOWERS) {
      throw new IllegalArgumentException(lowers.size() + " lowers");
    }
  }

  private static Path normal(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
    return path.normalize();
  }
}
