package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DesktopKey;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The desktops that {@link DesktopMount} has mounted on this machine. */
public final class MountedUppers {
  private MountedUppers() {}

  /** Refuses while a desktop is mounted here, in whatever mount namespace. */
  public static void requireNone(DesktopKey desktop) throws IOException {
    for (MountTable table : MountTable.everywhere()) {
      for (MountEntry entry : table.entries()) {
        if (entry.type().equals("overlay") && isOf(desktop, entry)) {
          throw new LayerException(
              LayerError.REFUSED, "desktop " + desktop + " is mounted at " + entry.mountPoint());
        }
      }
    }
  }

  private static boolean isOf(DesktopKey desktop, MountEntry overlay) throws IOException {
    Optional<Path> state =
        overlay
            .superOption("upperdir")
            .map(Path::of)
            .flatMap(p -> Optional.ofNullable(p.getParent()));
    if (state.isEmpty()) {
      return false;
    }
    try {
      return StateDirectory.of(state.get())
          .owner()
          .filter(owner -> owner.desktop().equals(desktop))
          .isPresent();
    } catch (LayerException e) {
      return false; // another program's file of that name
    }
  }
}
