package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.DesktopMount;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.StateDirectory;
import io.labvm.layers.mount.StateOwner;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store with one mounted desktop on a small base; what is sealed can be seen as the kernel shows
 * it.
 */
final class Desktop implements AutoCloseable {
  static final DesktopKey KEY = new DesktopKey("d1");

  final Path home;
  final Path merged;
  final Path storeRoot;
  private int views;

  Desktop(Path home) throws IOException {
    this.home = home;
    this.storeRoot = home.resolve("store");
    this.merged = Files.createDirectories(home.resolve("merged"));
    Path tree = Files.createDirectories(home.resolve("tree"));
    Files.createDirectories(tree.resolve("dir/sub"));
    Files.writeString(tree.resolve("dir/sub/file"), "low");
    Files.writeString(tree.resolve("dir/other"), "low");
    Files.writeString(tree.resolve("file"), "low");
    Store store = Store.create(storeRoot);
    BaseId base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(KEY, base, OperationKey.random());
    mount();
  }

  Store store() throws IOException {
    return Store.open(storeRoot);
  }

  StateDirectory state() {
    return StateDirectory.of(home.resolve("state"));
  }

  Path upper() {
    return state().upper();
  }

  Path mount() throws IOException {
    var ignored =
        new DesktopMount(store(), KEY, state(), TestedKernel.features())
            .mount(merged, home.resolve("cache"), "node-1", OperationKey.random());
    return merged;
  }

  void unmount() throws IOException {
    assertThat(Unmount.at(merged)).isTrue();
  }

  SyncedUpper place() throws IOException {
    StateOwner owner = state().owner().orElseThrow();
    return new SyncedUpper(
        KEY,
        owner.holder().upperId(),
        owner.epoch(),
        state().upper(),
        state().index(),
        state().root().resolve("spool"));
  }

  SyncResult once() throws IOException {
    return new DecidingPass(store(), place()).run(Consistency.LIVE, OptionalLong.empty());
  }

  UpperSync open() throws IOException {
    return UpperSync.open(store(), place(), SegmentGate.OPEN);
  }

  Sealed seal() throws IOException {
    return store()
        .seals()
        .seal(new SealRequest(KEY, Optional.empty(), "", "manual", OperationKey.random()));
  }

  List<Long> staged() throws IOException {
    return store().desktops().staging(KEY, place().upperId()).numbers();
  }

  /** What a fresh mount of the newest version shows. */
  TreeRecord view() throws IOException {
    Version newest = store().versions(KEY).newest();
    Path at = Files.createDirectories(home.resolve("view-" + views++));
    new ViewMount(store(), TestedKernel.features())
        .mount(store().stacks(KEY).shortest(newest), at, Optional.empty());
    try {
      return TreeRecord.ofView(at);
    } finally {
      assertThat(Unmount.at(at)).isTrue();
    }
  }

  /** Seals what is staged; a fresh mount of it shows what the desktop shows now. */
  void sealAndCompare() throws IOException {
    Sealed sealed = seal();
    assertThat(view().differencesFrom(TreeRecord.ofView(merged)))
        .as("version " + sealed.version())
        .isEmpty();
  }

  @Override
  public void close() throws IOException {
    if (new OverlayMounts(TestedKernel.features()).isMounted(merged)) {
      Mounts.detach(merged);
    }
    List<String> left =
        MountTable.read().entries().stream()
            .map(e -> e.mountPoint())
            .filter(p -> p.startsWith(home.toString()))
            .toList();
    for (String mount : left.reversed()) {
      Mounts.detach(Path.of(mount));
    }
  }
}
