package io.labvm.layers.mount;

import io.labvm.layers.durable.Durable;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out by trying which capabilities the kernel has: version numbers lie where distributions
 * carry patches back.
 */
public final class OverlaySupport {
  private static final Logger LOG = LoggerFactory.getLogger(OverlaySupport.class);

  private OverlaySupport() {}

  /**
   * Tries each capability that is allowed with a real mount below {@code scratch}, a directory on
   * the file system of the uppers; nothing stays there. Fails when the kernel has no usable
   * overlayfs at all. Call once at start: a refused image mount leaves a line in the kernel's log.
   */
  public static MountFeatures probe(Path scratch, MountFeatures allowed) throws IOException {
    Durable.directories(scratch);
    Path place = Files.createTempDirectory(scratch.toRealPath(), ".probe-");
    try {
      boolean newApi = allowed.newMountApi() && overlayWorks(place, allowed);
      if (!newApi) {
        tryOverlay(place, MountFeatures.none());
      }
      boolean fileBacked = allowed.fileBackedImages() && ImageProbe.fileBacked(place);
      MountFeatures flat = new MountFeatures(newApi, fileBacked, false);
      boolean deviceTables = allowed.deviceTables() && ImageProbe.deviceTables(place, flat);
      MountFeatures found = new MountFeatures(newApi, fileBacked, deviceTables);
      LOG.info("mounts use {}", found.inWords());
      return found;
    } finally {
      Durable.remove(place);
    }
  }

  private static boolean overlayWorks(Path place, MountFeatures features) throws IOException {
    try {
      tryOverlay(place, features);
      return true;
    } catch (LinuxException e) {
      LOG.debug("no overlay by the new mount calls", e);
      return false;
    }
  }

  private static void tryOverlay(Path place, MountFeatures features) throws IOException {
    Path first = Files.createDirectories(place.resolve("first"));
    Path second = Files.createDirectories(place.resolve("second"));
    Path merged = place.resolve("merged");
    OverlayMounts mounts = new OverlayMounts(features);
    mounts.mount(
        new MountSpec(
            List.of(first, second), place.resolve("upper"), place.resolve("work"), merged));
    boolean ignored = mounts.unmount(merged);
  }
}
