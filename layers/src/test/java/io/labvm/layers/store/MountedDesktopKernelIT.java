package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.capture.Capture;
import io.labvm.layers.capture.CaptureResult;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.mount.DesktopMount;
import io.labvm.layers.mount.MountedDesktop;
import io.labvm.layers.mount.StateDirectory;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentChainWriter;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import io.labvm.layers.tree.SampleTree;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.TarExport;
import io.labvm.linux.Dir;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a mount through capture and seal to a fresh mount, which must show the same. */
@Tag(TestedKernel.OLD)
class MountedDesktopKernelIT {
  private static final DesktopKey DESKTOP = new DesktopKey("d1");

  @TempDir private Path temporary;
  private Path home;
  private Path at;
  private Path view;
  private Store store;
  private String stateName = "state";

  @BeforeEach
  void makeDesktop() throws Exception {
    home = temporary.toRealPath();
    at = Files.createDirectory(home.resolve("at"));
    view = Files.createDirectory(home.resolve("view"));
    Path source = Files.createDirectories(home.resolve("source"));
    new SampleTree(7).fill(source, 300);
    Files.createDirectories(source.resolve("docs/old/deep"));
    Files.writeString(source.resolve("docs/old/deep/file"), "base");
    Files.writeString(source.resolve("docs/keep"), "base");
    store = Store.create(home.resolve("store"));
    BaseId base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(source), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(DESKTOP, base, OperationKey.random());
  }

  @AfterEach
  void leavesNoMounts() throws Exception {
    List<String> left =
        MountTable.read().entries().stream()
            .map(e -> e.mountPoint())
            .filter(p -> p.startsWith(home.toString()))
            .sorted(Comparator.reverseOrder())
            .toList();
    for (String mount : left) {
      Mounts.detach(Path.of(mount));
    }
    assertThat(left).isEmpty();
  }

  private StateDirectory state() {
    return StateDirectory.of(home.resolve(stateName));
  }

  private MountedDesktop mount() throws IOException {
    return new DesktopMount(store, DESKTOP, state(), TestedKernel.features())
        .mount(at, state().images(), "node-1", OperationKey.random());
  }

  private void ship(MountedDesktop mounted) throws IOException {
    Path scratch = Files.createTempDirectory(home, "scratch");
    try (Dir upper = Dir.openConfined(state().upper());
        Index index = Index.open(state().index(), mounted.upperId())) {
      Head head = index.head();
      SegmentHeader first =
          new SegmentHeader(
              mounted.upperId(),
              head.segment() + 1,
              mounted.epoch(),
              head.segment() == 0 ? null : head.digest(),
              head.segment() + 1,
              Consistency.STOPPED,
              Instant.now());
      try (SegmentChainWriter writer =
              new SegmentChainWriter(n -> scratch.resolve("seg-" + n), first);
          CaptureResult captured =
              new Capture(scratch, InstantSource.system()).run(upper, index, writer)) {
        List<SegmentInfo> segments = writer.finish(LeftOut.NOTHING);
        for (SegmentInfo segment : segments) {
          long number = segment.header().number();
          store
              .desktops()
              .staging(DESKTOP, mounted.upperId())
              .publish(number, scratch.resolve("seg-" + number));
        }
        SegmentInfo last = segments.getLast();
        index.commit(captured.frame(), new Head(last.header().number(), last.digest()));
      }
    }
  }

  private Sealed seal() throws IOException {
    return store
        .seals()
        .seal(new SealRequest(DESKTOP, Optional.empty(), "", "manual", OperationKey.random()));
  }

  private void assertShows(int version, TreeRecord expected) throws IOException {
    new ViewMount(store, TestedKernel.features())
        .mount(
            store.stacks(DESKTOP).shortest(store.versions(DESKTOP).get(version)),
            view,
            Optional.empty());
    TreeRecord shown = TreeRecord.ofDirectory(view);
    assertThat(Unmount.at(view)).isTrue();
    assertThat(shown.differencesFrom(expected)).isEmpty();
  }

  private void change(int round) throws IOException {
    Path mine = Files.createDirectories(at.resolve("home/user-" + round));
    new SampleTree(100 + round).fill(mine, 150);
    Files.writeString(at.resolve("docs/keep"), "round " + round);
    if (round == 1) {
      io.labvm.layers.durable.Durable.remove(at.resolve("docs/old"));
      Files.createDirectory(at.resolve("docs/old"));
      Files.writeString(at.resolve("docs/old/new"), "n");
    }
    if (round == 2) {
      Files.move(at.resolve("home/user-1"), at.resolve("home/moved"));
      io.labvm.layers.durable.Durable.remove(at.resolve("docs/old"));
    }
    if (round == 3) {
      Files.createDirectories(at.resolve("docs/old/deep"));
      // Not of a name that was copied up just now: the running mount shows that as two inodes.
      Files.writeString(at.resolve("docs/one"), "linked");
      Files.createLink(at.resolve("docs/two"), at.resolve("docs/one"));
    }
  }

  @Test
  void a_fresh_mount_of_each_version_shows_what_was_running() throws Exception {
    MountedDesktop mounted = mount();
    TreeRecord[] seen = new TreeRecord[4];
    for (int round = 1; round <= 3; round++) {
      change(round);
      ship(mounted);
      seen[round] = TreeRecord.ofDirectory(at);
      assertThat(seal().version()).isEqualTo(round);
      assertShows(round, seen[round]);
    }
    assertThat(store.folds(DESKTOP).between(0, 3, OperationKey.random()).stack()).isEqualTo(1);
    assertShows(3, seen[3]);
    assertThat(Unmount.at(at)).isTrue();

    // The same upper again, over the stack it stands on.
    MountedDesktop again = mount();
    assertThat(again.version()).isZero();
    assertThat(TreeRecord.ofDirectory(at).differencesFrom(seen[3])).isEmpty();
    Files.writeString(at.resolve("after"), "x");
    ship(again);
    TreeRecord after = TreeRecord.ofDirectory(at);
    assertThat(seal().version()).isEqualTo(4);
    assertShows(4, after);
    assertThat(Unmount.at(at)).isTrue();
    assertShows(1, seen[1]);
  }

  @Test
  void uppers_with_the_same_changes_lie_over_each_other() throws Exception {
    for (int start = 1; start <= 4; start++) {
      stateName = "state-" + start;
      MountedDesktop mounted = mount();
      if (start == 2) {
        Files.writeString(at.resolve("docs/old/between"), "other");
      } else {
        // copied up with its times, so that each upper says the same
        Files.setPosixFilePermissions(
            at.resolve("docs/keep"), PosixFilePermissions.fromString("rw-------"));
      }
      ship(mounted);
      TreeRecord seen = TreeRecord.ofDirectory(at);
      assertThat(seal().version()).isEqualTo(start);
      assertThat(Unmount.at(at)).isTrue();
      assertShows(start, seen);
    }
    List<Digest> layers = store.versions(DESKTOP).newest().layers();
    assertThat(layers.get(2)).as("the case that is meant").isEqualTo(layers.getFirst());
    TreeRecord before = TreeRecord.ofDirectory(mount().at());
    assertThat(Unmount.at(at)).isTrue();
    assertThat(store.folds(DESKTOP).between(0, 4, OperationKey.random()).stack()).isEqualTo(1);
    assertShows(4, before);
  }

  @Test
  void a_new_upper_on_a_sealed_version_goes_on() throws Exception {
    MountedDesktop mounted = mount();
    change(1);
    ship(mounted);
    assertThat(seal().version()).isEqualTo(1);
    TreeRecord before = TreeRecord.ofDirectory(at);
    assertThat(Unmount.at(at)).isTrue();
    long ignored =
        store.desktops().takeEpoch(DESKTOP, new Holder("node-2", "other"), OperationKey.random());
    MountedDesktop second = mount();
    assertThat(second.version()).isEqualTo(1);
    assertThat(second.leftBehind()).contains(mounted.upperId());
    assertThat(TreeRecord.ofDirectory(at).differencesFrom(before)).isEmpty();
    change(3);
    ship(second);
    TreeRecord after = TreeRecord.ofDirectory(at);
    assertThat(seal().version()).isEqualTo(2);
    assertThat(Unmount.at(at)).isTrue();
    assertShows(2, after);
  }

  @Test
  void an_export_imported_again_is_the_same_tree() throws Exception {
    MountedDesktop mounted = mount();
    change(1);
    ship(mounted);
    assertThat(seal().version()).isEqualTo(1);
    TreeRecord expected = TreeRecord.ofDirectory(at);
    assertThat(Unmount.at(at)).isTrue();
    Path tar = home.resolve("export.tar");
    try (StackView stack = store.stacks(DESKTOP).open(store.versions(DESKTOP).get(1));
        OutputStream out = Files.newOutputStream(tar)) {
      var exported = TarExport.write(stack, new byte[0], stack.root(), out);
      assertThat(exported.entries() + exported.sockets()).isEqualTo(expected.size());
    }
    BaseId base =
        store.bases().importFrom("again", TreeSource.of(tar), ImportProgress.none()).base().id();
    TreeRecord imported = TreeRecord.ofImage(store.bases().image(base));
    assertThat(
            imported.differencesFrom(expected).stream()
                .filter(line -> !line.contains("SOCKET"))
                .toList())
        .isEmpty();
  }
}
