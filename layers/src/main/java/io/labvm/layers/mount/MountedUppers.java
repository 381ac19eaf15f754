package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Store;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The desktops that {@link DesktopMount} has mounted on this machine. */
public final class MountedUppers {
  private MountedUppers() {}

  /**
   * Refuses while a desktop of a store is mounted here, in whatever mount namespace. One of that
   * name in another store does not matter.
   */
  public static void requireNone(Store store, DesktopKey desktop) throws IOException {
    for (MountTable table : MountTable.everywhere()) {
      for (MountEntry entry : table.entries()) {
        if (entry.type().equals("overlay") && isOf(store, desktop, entry)) {
          throw new LayerException(
              LayerError.REFUSED, "desktop " + desktop + " is mounted at " + entry.mountPoint());
        }
      }
    }
  }

  private static boolean isOf(Store store, DesktopKey desktop, MountEntry overlay)
      throws IOException {
    Optional<Path> state =
        overlay
            .superOption("upperdir")
            .map(Path::of)
            .flatMap(p -> Optional.ofNullable(p.getParent()));
    if (state.isEmpty()) {
      return false;
    }
    try {
      Optional<StateOwner> owner =
          StateDirectory.of(state.get()).owner().filter(o -> o.desktop().equals(desktop));
      return owner.isPresent()
          && store.desktops().epochOf(desktop, owner.get().holder().upperId()).isPresent();
    } catch (LayerException e) {
      return false; // another program's file of that name
    }
  }
}
