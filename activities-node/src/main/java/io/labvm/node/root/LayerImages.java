package io.labvm.node.root;

import io.labvm.contract.failure.FailureCode;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.LayerCache;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.store.LayerDocument;
import io.labvm.layers.store.Store;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer images and the data files they refer to on this node: copied once from the store, mounted
 * once, shared by all desktops.
 */
public final class LayerImages {
  private final LayerCache cache;
  private final DataFiles data;
  private final ImageMounts mounts;
  private final MountFeatures features;
  private final Path store;
  private final DiskSpace disk;
  private final UnusedLayers unused;

  /**
   * @param state the node's directory on a disk
   * @param mounts where images are mounted, those of bases too
   * @param store root of the store, opened for each fetch, since it may be away for a while
   */
  public LayerImages(
      Path state, ImageMounts mounts, MountFeatures features, Path store, DiskSpace disk) {
    this.cache = new LayerCache(state.resolve("layers"));
    Path dataFiles = state.toAbsolutePath().normalize().resolve("data");
    this.data = DataFiles.in(dataFiles);
    this.unused = new UnusedLayers(cache, dataFiles, mounts);
    this.mounts = mounts;
    this.features = features;
    this.store = store;
    this.disk = disk;
  }

  /**
   * Makes sure that layers are here, with all that they refer to.
   *
   * @param ids of layers
   * @return bytes copied, 0 when all were here
   */
  public long fetch(List<String> ids, CopyProgress progress) {
    return RootFailures.attempt(
        "bringing %d layers to this node".formatted(ids.size()),
        FailureCode.STORE_UNAVAILABLE,
        () -> fetchAll(digests(ids), progress));
  }

  /**
   * Gives copies that no desktop here uses back, those used longest ago first, until so much is
   * free on the disk.
   */
  public void keepFree(long bytes) throws IOException {
    long wanted = bytes - disk.free();
    if (wanted > 0) {
      giveBack(wanted);
    }
  }

  private synchronized void giveBack(long bytes) throws IOException {
    long ignored = unused.giveBack(bytes);
  }

  private long fetchAll(List<Digest> layers, CopyProgress progress) throws IOException {
    if (layers.isEmpty()) {
      return 0;
    }
    Store opened = Store.open(store);
    List<Missing> missing = new ArrayList<>();
    for (Digest layer : layers) {
      missing.addAll(missing(opened, layer));
    }
    long of = missing.stream().mapToLong(Missing::bytes).sum();
    keepFree(disk.reserve() + of);
    disk.require(of);
    long done = 0;
    for (Missing each : missing) {
      long before = done;
      each.copy().run((copied, _) -> progress.copied(before + copied, of));
      done += each.bytes();
      progress.copied(done, of);
    }
    return of;
  }

  private interface Copy {
    void run(CopyProgress progress) throws IOException;
  }

  /** A layer of which something is not here. */
  private record Missing(long bytes, Copy copy) {}

  private List<Missing> missing(Store opened, Digest layer) throws IOException {
    LayerDocument document = opened.layers().get(layer);
    List<Missing> missing = new ArrayList<>();
    if (cache.cached(layer).isPresent()) {
      Path ignored = cache.fetch(opened.layers(), layer, CopyProgress.none()); // used from now on
    } else {
      long bytes = document.summary().imageBytes();
      missing.add(
          new Missing(
              bytes,
              progress -> {
                Path ignored = cache.fetch(opened.layers(), layer, progress);
              }));
    }
    long referred = 0;
    for (Digest id : document.summary().data()) {
      if (!Files.isRegularFile(data.file(id.toString()))) {
        referred += Files.size(opened.data().file(id.toString()));
      }
    }
    if (referred > 0 || !missing.isEmpty()) {
      missing.add(
          new Missing(referred, progress -> cache.fetchData(opened, layer, data, progress)));
    }
    return missing;
  }

  /** Where a layer that is here is mounted; MOUNT_FAILED when it was never fetched. */
  Path mount(String id) throws IOException {
    Digest layer = digest(id);
    if (cache.cached(layer).isEmpty()) {
      throw new NodeFailure(
          FailureCode.MOUNT_FAILED, "layer " + id + " was not fetched to this node");
    }
    return mounts.mount(id, cache.mountable(layer, data, features), data);
  }

  private static List<Digest> digests(List<String> ids) throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (String id : ids) {
      digests.add(digest(id));
    }
    return digests;
  }

  private static Digest digest(String id) throws IOException {
    try {
      return Digest.parse(id);
    } catch (IllegalArgumentException e) {
      throw new LayerException(io.labvm.layers.LayerError.REFUSED, "not a layer: " + id, e);
    }
  }
}
