package io.labvm.linux;

import io.labvm.linux.ffm.FileCalls;
import io.labvm.linux.ffm.Uapi;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A read-only loop device over an image. It clears itself when its last user (this handle, then the
 * mount) is gone, so nothing leaks when the process dies in between.
 */
public final class LoopDevice implements AutoCloseable {
  private static final int ATTEMPTS = 64;
  private static final int O_READ = Uapi.O_RDONLY | Uapi.O_CLOEXEC;

  private final Fd fd;
  private final Path path;

  private LoopDevice(Fd fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  /**
   * Takes a free device and binds it to the image (Linux 5.8 or later). Others compete for free
   * devices, so EBUSY and friends mean: ask for the next.
   */
  public static LoopDevice attach(Path image) throws LinuxException {
    // Opened read-only: an immutable image refuses anything else.
    try (Fd backing = Fd.open(image);
        Fd control = Fd.open(Path.of("/dev/loop-control"), O_READ)) {
      LinuxException last = null;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
          return tryAttach(image, backing, control);
        } catch (LinuxException e) {
          if (!e.is(Errno.EBUSY) && !e.is(Errno.EAGAIN) && !e.is(Errno.ENXIO)) {
            throw e;
          }
          last = e;
          Thread.onSpinWait();
        }
      }
      throw last == null ? new LinuxException("loop", image.toString(), 0) : last;
    }
  }

  private static LoopDevice tryAttach(Path image, Fd backing, Fd control) throws LinuxException {
    int index =
        LinuxException.check(
            FileCalls.ioctl(control.number(), Uapi.LOOP_CTL_GET_FREE, 0),
            "LOOP_CTL_GET_FREE",
            image.toString());
    Path device = node(index);
    Fd loop = Fd.open(device, O_READ);
    int result =
        FileCalls.loopConfigure(
            loop.number(),
            backing.number(),
            Uapi.LO_FLAGS_READ_ONLY | Uapi.LO_FLAGS_AUTOCLEAR,
            image.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    if (result < 0) {
      loop.close();
      throw new LinuxException("LOOP_CONFIGURE", device + " " + image, -result);
    }
    return new LoopDevice(loop, device);
  }

  /** The device file; made where no udev does it (containers, minimal systems). */
  private static Path node(int index) throws LinuxException {
    Path device = Path.of("/dev/loop" + index);
    if (!Files.exists(device)) {
      byte[] name = ("loop" + index).getBytes(StandardCharsets.US_ASCII);
      try (Dir dev = Dir.open(Path.of("/dev"))) {
        dev.makeNode(name, FileType.BLOCK_DEVICE.modeBits() | 0600, 7, index);
      } catch (LinuxException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
    return device;
  }

  public Path path() {
    return path;
  }

  /** Gives up this handle; a mount of the device keeps it alive. */
  @Override
  public void close() {
    fd.close();
  }
}
