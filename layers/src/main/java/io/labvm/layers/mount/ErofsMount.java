package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.LinuxException;
import io.labvm.linux.LoopDevice;
import io.labvm.linux.MountFlag;
import io.labvm.linux.Mounts;
import io.labvm.linux.NewMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Mounts one image and the data files it needs: from the files, else by loop devices. */
final class ErofsMount {
  // Not noexec: programs run from a lower through the overlay.
  private static final Set<MountFlag> FLAGS =
      Set.of(MountFlag.READ_ONLY, MountFlag.NO_SUID, MountFlag.NO_DEVICES);

  /** The page mount(2) takes, less its final NUL and something for the kernel's own. */
  private static final int MAX_OPTIONS = 4000;

  /** Longer strings fsconfig(2) refuses. */
  private static final int MAX_VALUE = 255;

  private final Path image;
  private final List<Path> data;
  private final Path point;
  private final MountFeatures features;

  /**
   * Prepares a mount.
   *
   * @param data data files in the order of the image's device table
   */
  ErofsMount(Path image, List<Path> data, Path point, MountFeatures features) {
    this.image = image;
    this.data = data;
    this.point = point;
    this.features = features;
  }

  void mount() throws IOException {
    if (!features.fileBackedImages() || !mountFiles()) {
      mountLoops();
    }
  }

  /**
   * False when the kernel wants block devices: before 6.12, or files on a stacked file system. For
   * a data file on one it says EINVAL as for a damaged image; the loop devices then tell which.
   */
  private boolean mountFiles() throws IOException {
    List<Fd> open = new ArrayList<>();
    try {
      for (Path file : data) {
        open.add(Fd.open(file));
      }
      // By descriptor: short, and no character in a name can end the option.
      attach(image, open.stream().map(Fd::path).toList());
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOTBLK) || (!data.isEmpty() && e.is(Errno.EINVAL))) {
        return false;
      }
      throw refused(e);
    } finally {
      open.forEach(Fd::close);
    }
  }

  private void mountLoops() throws IOException {
    List<LoopDevice> loops = new ArrayList<>();
    try {
      loops.add(LoopDevice.attach(image));
      for (Path file : data) {
        loops.add(LoopDevice.attach(file));
      }
      List<Path> devices = loops.stream().map(LoopDevice::path).toList();
      attach(devices.getFirst(), devices.subList(1, devices.size()));
    } catch (LinuxException e) {
      throw refused(e);
    } finally {
      loops.forEach(LoopDevice::close);
    }
  }

  private void attach(Path source, List<Path> devices) throws IOException {
    boolean byParts =
        features.newMountApi() && !devices.isEmpty() && source.toString().length() <= MAX_VALUE;
    if (byParts) {
      attachByParts(source, devices);
    } else {
      attachAtOnce(source, devices);
    }
  }

  private void attachByParts(Path source, List<Path> devices) throws LinuxException {
    try (NewMount mount = NewMount.open("erofs")) {
      mount.set("source", source).set("ro");
      for (Path device : devices) {
        mount.set("device", device);
      }
      mount.attach(point, FLAGS);
    }
  }

  private void attachAtOnce(Path source, List<Path> devices) throws IOException {
    String options = String.join(",", devices.stream().map(d -> "device=" + d).toList());
    if (options.length() > MAX_OPTIONS) {
      throw LayerException.about(
          LayerError.UNSUPPORTED,
          image,
          devices.size() + " data files are too many for mount(2): " + image);
    }
    Mounts.mount(source.toString(), point, "erofs", FLAGS, options);
  }

  private IOException refused(LinuxException e) {
    if (e.is(Errno.EINVAL) || e.is(Errno.EUCLEAN)) {
      return new LayerException(
          LayerError.DAMAGED, "the kernel refuses " + image + " as an image", e);
    }
    return e;
  }
}
