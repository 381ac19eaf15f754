package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Takes away what {@link DesktopMount} or {@link ViewMount} mounted. */
public final class Unmount {
  private Unmount() {}

  /**
   * Unmounts; false when nothing is mounted there. Busy, naming the processes, while it is used;
   * refused when the mount is none of ours.
   */
  public static boolean at(Path place) throws IOException {
    if (!Files.exists(place)) {
      return false;
    }
    Path real = place.toRealPath();
    Optional<MountEntry> there = MountTable.read().at(real);
    if (there.isEmpty()) {
      return false;
    }
    if (!there.get().type().equals("overlay") && !there.get().type().equals("erofs")) {
      throw LayerException.about(
          LayerError.REFUSED, real, real + " has a mount of type " + there.get().type());
    }
    try {
      Mounts.unmount(real);
      return true;
    } catch (LinuxException e) {
      if (!e.is(Errno.EBUSY)) {
        throw e;
      }
      throw new LayerException(LayerError.BUSY, real + " is in use by " + MountUsers.of(real), e);
    }
  }
}
