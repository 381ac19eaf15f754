package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Store;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.root.BaseImages;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.DiskSpace;
import io.labvm.node.root.LayerImages;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A desktop with a real root on this machine, and the store it is shipped to. */
final class SyncedDesktop implements AutoCloseable {
  static final DesktopId ID = new DesktopId("d1");
  static final DesktopKey KEY = new DesktopKey("d1");
  static final SystemCommands COMMANDS = new SystemCommands(Duration.ofMinutes(1));
  private static final String BASE = "small-1";

  private final Scratch scratch;
  private final Path root;
  private final LayerImages images;
  private final DesktopRoots roots;

  /** With the base {@code small}, which holds {@code motd}; no root is prepared yet. */
  SyncedDesktop(Scratch scratch, Path root) throws IOException {
    this.scratch = scratch;
    this.root = root;
    makeStore();
    DiskSpace disk = new DiskSpace(scratch.path(), 0);
    Path state = scratch.resolve("state");
    MountFeatures features = MountFeatures.all();
    ImageMounts mounts = new ImageMounts(state.resolve("images"), features);
    BaseImages bases = new BaseImages(new BaseCache(state.resolve("bases")), mounts, root, disk);
    long copied = bases.fetch(new io.labvm.contract.store.BaseId(BASE), CopyProgress.none());
    assertThat(copied).isPositive();
    images = new LayerImages(state, mounts, features, root, disk);
    OverlayMounts overlays = new OverlayMounts(features);
    roots = new DesktopRoots(state, bases, images, overlays, disk, COMMANDS, Runnable::run);
  }

  private void makeStore() throws IOException {
    Path tree = Files.createDirectories(scratch.resolve("tree"));
    Files.writeString(tree.resolve("motd"), "hello");
    Store store = Store.create(root);
    var ignored = store.bases().importFrom("small", TreeSource.of(tree), ImportProgress.none());
    store.desktops().create(KEY, BaseId.parse(BASE).orElseThrow(), new OperationKey("reg"));
  }

  Store store() throws IOException {
    return Store.open(root);
  }

  LayerImages images() {
    return images;
  }

  DesktopRoots roots() {
    return roots;
  }

  /** Mounts the upper {@code u1}. */
  SyncedUpper prepare(String operation, boolean create) throws IOException {
    long epoch =
        store().desktops().takeEpoch(KEY, new Holder("n1", "u1"), new OperationKey(operation));
    var ignored =
        roots.prepare(
            new PrepareRoot(
                ID, epoch, new io.labvm.contract.store.BaseId(BASE), new UpperId("u1"), create));
    return roots.synced(ID).orElseThrow();
  }

  Path merged() {
    return roots.merged(ID);
  }

  Sealed seal(Decided decided, String operation) throws IOException {
    return store()
        .seals()
        .seal(new SealRequest(KEY, decided.head(), "", "manual", new OperationKey(operation)));
  }

  @Override
  public void close() throws IOException {
    roots.release(ID, true);
    scratch.close();
  }
}
