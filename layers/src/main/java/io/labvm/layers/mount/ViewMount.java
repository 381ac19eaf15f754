package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.linux.MountFlag;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Read-only mounts of versions. One unmount takes everything away that was made for it; what a
 * killed process left half-made goes with the next mount.
 */
public final class ViewMount {
  private final Store store;
  private final MountFeatures features;

  public ViewMount(Store store, MountFeatures features) {
    this.store = store;
    this.features = features;
  }

  /**
   * Mounts a stack.
   *
   * @param at an empty directory without a mount
   * @param cache where copies of the images are kept; empty to mount the store's own
   */
  public void mount(Stack stack, Path at, Optional<Path> cache) throws IOException {
    Path place = at.toRealPath();
    if (MountTable.read().at(place).isPresent()) {
      throw LayerException.about(LayerError.BUSY, place, place + " has a mount already");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      if (entries.iterator().hasNext()) {
        throw LayerException.about(LayerError.REFUSED, place, place + " is not empty");
      }
    }
    OwnDirectory.sweep();
    Path points = OwnDirectory.create();
    try (StackImages images = new StackImages(store, points, features)) {
      List<Path> lowers =
          cache.isPresent() ? images.mountCached(stack, cache.get()) : images.mountStored(stack);
      FaultPoint.reach("view.attach.before");
      attach(lowers, place);
      FaultPoint.reach("view.attach.after");
    } finally {
      Durable.remove(points);
    }
  }

  private void attach(List<Path> lowers, Path place) throws IOException {
    if (lowers.size() > 1) {
      new OverlayMounts(features).mountReadOnly(lowers, place);
      return;
    }
    // The kernel makes no overlay of one lower alone.
    Mounts.mount(lowers.getFirst().toString(), place, "", Set.of(MountFlag.BIND), "");
  }
}
