package io.labvm.node.root;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.store.BaseId;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.store.Bases;
import io.labvm.layers.store.Store;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Base images on this node: copied once from the store, mounted once, shared by all desktops. */
public final class BaseImages {
  private final BaseCache cache;
  private final ImageMounts mounts;
  private final Path store;
  private final DiskSpace disk;

  /**
   * @param store root of the store, opened for each fetch, since it may be away for a while
   */
  public BaseImages(BaseCache cache, ImageMounts mounts, Path store, DiskSpace disk) {
    this.cache = cache;
    this.mounts = mounts;
    this.store = store;
    this.disk = disk;
  }

  /**
   * Makes sure that a base is here and mounted; a damaged copy is fetched once more.
   *
   * @return bytes copied, 0 when it was here
   */
  public long fetch(BaseId base, CopyProgress progress) {
    String attempted = "bringing base " + base + " to this node";
    return RootFailures.attempt(
        attempted,
        FailureCode.STORE_UNAVAILABLE,
        () -> {
          long copied = copy(base, progress);
          try {
            mount(base);
            return copied;
          } catch (LayerException e) {
            if (e.error() != LayerError.DAMAGED || copied > 0) {
              throw e;
            }
            boolean ignored = cache.evict(layersId(base));
            long again = copy(base, progress);
            mount(base);
            return again;
          }
        });
  }

  private long copy(BaseId base, CopyProgress progress) throws IOException {
    io.labvm.layers.store.BaseId id = layersId(base);
    if (cache.cached(id).isPresent()) {
      return 0;
    }
    Bases bases = Store.open(store).bases();
    disk.require(known(bases, base).bytes());
    AtomicLong copied = new AtomicLong();
    Path ignored =
        cache.fetch(
            bases,
            id,
            (done, of) -> {
              copied.set(done);
              progress.copied(done, of);
            });
    return copied.get();
  }

  private static io.labvm.layers.store.Base known(Bases bases, BaseId base) throws IOException {
    try {
      return bases.get(layersId(base));
    } catch (LayerException e) {
      if (e.error() == LayerError.REFUSED) {
        throw new NodeFailure(FailureCode.UNKNOWN_BASE, "the store has no base " + base, e);
      }
      throw e;
    }
  }

  /** Where a base that is here is mounted; MOUNT_FAILED when it was never fetched. */
  Path mount(BaseId base) throws IOException {
    Optional<Path> image = cache.cached(layersId(base));
    if (image.isEmpty()) {
      throw new NodeFailure(
          FailureCode.MOUNT_FAILED, "base " + base + " was not fetched to this node");
    }
    return mounts.mount(base.value(), image.get());
  }

  private static io.labvm.layers.store.BaseId layersId(BaseId base) {
    return io.labvm.layers.store.BaseId.parse(base.value())
        .orElseThrow(
            () -> new NodeFailure(FailureCode.UNKNOWN_BASE, "not the id of a base: " + base));
  }
}
