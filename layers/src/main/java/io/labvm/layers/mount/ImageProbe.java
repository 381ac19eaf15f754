package io.labvm.layers.mount;

import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountFlag;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Tries to mount an image straight from its file. */
final class ImageProbe {
  private ImageProbe() {}

  /**
   * Whether it works for images on this file system. ImageMounts would fall back by itself; asking
   * first spares the kernel's log a line per mount.
   */
  static boolean fileBacked(Path place) throws IOException {
    Path image = place.resolve("probe.erofs");
    Attributes root =
        new Attributes(FileType.DIRECTORY.modeBits() | 0755, 0, 0, 0, 0, 0, 0, List.of());
    try (ErofsWriter writer = new ErofsWriter(image, root)) {
      var ignored = writer.finish();
    }
    Path point = Files.createDirectories(place.resolve("probe"));
    try {
      Mounts.mount(image.toString(), point, "erofs", Set.of(MountFlag.READ_ONLY), "");
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTBLK)) {
        return false;
      }
      throw e;
    }
    Mounts.unmount(point);
    return true;
  }
}
