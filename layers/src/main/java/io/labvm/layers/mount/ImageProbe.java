package io.labvm.layers.mount;

import io.labvm.layers.LayerException;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.Piece;
import io.labvm.linux.Errno;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountFlag;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries what kinds of image the kernel mounts. */
final class ImageProbe {
  private static final Logger LOG = LoggerFactory.getLogger(ImageProbe.class);
  private static final int BLOCK = 4096;

  private ImageProbe() {}

  /**
   * Whether it works for images on this file system. ImageMounts would fall back by itself; asking
   * first spares the kernel's log a line per mount.
   */
  static boolean fileBacked(Path place) throws IOException {
    Path image = place.resolve("probe.erofs");
    try (ErofsWriter writer = new ErofsWriter(image, attributes(FileType.DIRECTORY))) {
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

  /**
   * Whether images with data files work here, in the way these features ask for. The content is
   * looked at too: a kernel that took the options and ignored them would show other bytes.
   */
  static boolean deviceTables(Path place, MountFeatures features) throws IOException {
    byte[] content = new byte[BLOCK];
    Arrays.fill(content, (byte) 'd');
    Path data = Files.write(place.resolve("probe.data"), content);
    Path image = place.resolve("probe-data.erofs");
    writeReferring(image);
    Path point = Files.createDirectories(place.resolve("probe-data"));
    try {
      new ErofsMount(image, List.of(data), point, features).mount();
    } catch (LinuxException | LayerException e) {
      LOG.debug("no images with data files", e);
      return false;
    }
    try {
      return Arrays.equals(Files.readAllBytes(point.resolve("file")), content);
    } finally {
      Mounts.unmount(point);
    }
  }

  private static void writeReferring(Path image) throws IOException {
    Piece piece = new Piece(0, BLOCK, "0".repeat(64), 0);
    try (ErofsWriter writer = new ErofsWriter(image, attributes(FileType.DIRECTORY), 1)) {
      ErofsWriter.Inode file =
          writer.file(attributes(FileType.REGULAR), BLOCK, List.of(piece), (at, into) -> -1);
      writer.name(writer.root(), "file".getBytes(StandardCharsets.US_ASCII), file);
      var ignored = writer.finish();
    }
  }

  private static Attributes attributes(FileType type) {
    return new Attributes(type.modeBits() | 0755, 0, 0, 0, 0, 0, 0, List.of());
  }
}
