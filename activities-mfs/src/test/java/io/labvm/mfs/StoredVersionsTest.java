package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.ChainHead;
import io.labvm.contract.store.ForkStored;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.VerifyVersion;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.LeftOut.Name;
import io.labvm.layers.store.DataShare;
import io.labvm.layers.store.ShippedDesktop;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredVersionsTest {
  @TempDir private Path home;

  @Test
  void from_a_damaged_version_one_goes_back_though_changes_wait() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home, Map.of("etc/hostname", "tiny"));
    for (int i = 1; i <= 2; i++) {
      var _ = desktop.ship(new DeltaBuilder().file("f", "at " + i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    var _ = desktop.ship(new DeltaBuilder().file("f", "at 3"));
    var request = new RestoreStored(new DesktopId("d1"), 1, new OperationId("r1"), false);
    StoredVersions versions = new StoredVersions(desktop.root());
    assertThatThrownBy(() -> versions.restore(request)).hasMessageContaining("staged changes");
    Store store = Store.open(desktop.root());
    var newest = store.versions(ShippedDesktop.DESKTOP).newest();
    Files.write(store.layers().image(newest.layers().getLast()), new byte[4096]);
    var found = Verify.of(store, Optional.of(ShippedDesktop.DESKTOP), DataShare.ALL);
    assertThat(found.damaged()).isNotEmpty();
    assertThat(versions.restore(request).version()).isEqualTo(3);
  }

  @Test
  void damage_that_is_met_before_a_version_is_shown_is_noted() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home, Map.of("etc/hostname", "tiny"));
    var _ = desktop.ship(new DeltaBuilder().file("f", "content"));
    assertThat(desktop.seal("seal-1").version()).isEqualTo(1);
    Store store = Store.open(desktop.root());
    var layer = store.versions(ShippedDesktop.DESKTOP).newest().layers().getLast();
    StoredVersions versions = new StoredVersions(desktop.root());
    var verify = new VerifyVersion(new DesktopId("d1"), 1);
    versions.verify(verify);
    assertThat(store.versions(ShippedDesktop.DESKTOP).marks(1).isDamaged()).isFalse();
    Files.delete(store.layers().image(layer));
    assertThatThrownBy(() -> versions.verify(verify)).isInstanceOf(LayerException.class);
    assertThat(store.versions(ShippedDesktop.DESKTOP).marks(1).isDamaged()).isTrue();
  }

  @Test
  void what_a_version_lacks_is_told_in_readable_names() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home, Map.of("etc/hostname", "tiny"));
    var names = List.of(new Name("d\u00c3\u00a9ep", 5_000), new Name("\u00ff", 1));
    desktop.leavesOut(new LeftOut(Map.of("path-length", new LeftOut.Names(7, names))));
    var head = desktop.ship(new DeltaBuilder().file("f", "content"));
    var shipped =
        new ChainHead(new UpperId(head.upperId()), head.segment(), head.digest().toString());
    var seal = new SealDesktop(new DesktopId("d1"), new OperationId("s1"), shipped, "manual");
    var lacking =
        List.of(
            new io.labvm.contract.store.LeftOut(
                "path-length", 7, List.of("d\u00e9ep\u2026", "\ufffd")));
    assertThat(new StoredVersions(desktop.root()).seal(seal).leftOut()).isEqualTo(lacking);
    var page = new StoreRoom(desktop.root()).versions(new DesktopId("d1"), 0);
    assertThat(page.versions().getFirst().leftOut()).isEqualTo(lacking);
  }

  /** By this a new upper of a fork is known to lie right over its origin's version. */
  @Test
  void a_fork_that_went_back_to_version_0_is_mounted_of_the_same_layers() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home, Map.of("etc/hostname", "tiny"));
    var _ = desktop.ship(new DeltaBuilder().file("f", "content"));
    assertThat(desktop.seal("seal-1").version()).isEqualTo(1);
    DesktopId fork = new DesktopId("d2");
    StoredDesktops desktops = new StoredDesktops(desktop.root());
    var _ =
        desktops.fork(new ForkStored(fork, new Origin(new DesktopId("d1"), 1), operation("f1")));
    StoredVersions versions = new StoredVersions(desktop.root());
    var back = versions.restore(new RestoreStored(fork, 0, operation("r1"), false));
    assertThat(back.version()).isEqualTo(1);
    var begun =
        desktops.takeEpoch(
            new TakeEpoch(
                fork,
                new NodeId("n1"),
                new UpperId("u1"),
                0,
                operation("start"),
                new UpperId("u2")));
    StoredStack first = versions.stack(new StackOf(fork, 0));
    assertThat(first.layers()).isNotEmpty();
    assertThat(begun.stack()).isEqualTo(new StoredStack(1, first.base(), first.layers()));
  }

  private static OperationId operation(String id) {
    return new OperationId(id);
  }
}
