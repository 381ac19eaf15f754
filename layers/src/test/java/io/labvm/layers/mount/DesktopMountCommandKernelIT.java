package io.labvm.layers.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import io.labvm.linux.MountTable;
import io.labvm.linux.Mounts;
import io.labvm.linux.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A desktop mounted from the store: epochs, continued and left-behind uppers, views. */
class DesktopMountCommandKernelIT {
  private static final DesktopKey DESKTOP = new DesktopKey("d1");

  @TempDir private Path temporary;
  private Path home;
  private Path at;
  private Store store;

  static List<MountFeatures> features() {
    return List.of(MountFeatures.all(), MountFeatures.none());
  }

  @BeforeEach
  void makeDesktop() throws Exception {
    home = temporary.toRealPath();
    at = Files.createDirectory(home.resolve("at"));
    Path source = Files.createDirectories(home.resolve("source"));
    Files.writeString(source.resolve("in-base"), "base");
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
    return StateDirectory.of(home.resolve("state"));
  }

  private MountedDesktop mount(MountFeatures features) throws IOException {
    return new DesktopMount(store, DESKTOP, state(), features)
        .mount(at, state().images(), "node-1", OperationKey.random());
  }

  @ParameterizedTest
  @MethodSource("features")
  void an_upper_is_continued_while_nobody_else_took_an_epoch(MountFeatures features)
      throws Exception {
    MountedDesktop first = mount(features);
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(at.resolve("in-base")).hasContent("base");
    Files.writeString(at.resolve("mine"), "1");
    assertThat(mount(features)).as("mounted already").isEqualTo(first);
    assertThat(Unmount.at(at)).isTrue();
    assertThat(Unmount.at(at)).as("again").isFalse();

    MountedDesktop second = mount(features);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.upperId()).isEqualTo(first.upperId());
    assertThat(second.leftBehind()).isEmpty();
    assertThat(at.resolve("mine")).hasContent("1");
    assertThat(Unmount.at(at)).isTrue();
  }

  @Test
  void an_upper_is_left_behind_after_another_holder() throws Exception {
    MountedDesktop first = mount(MountFeatures.all());
    Files.writeString(at.resolve("mine"), "1");
    assertThat(Unmount.at(at)).isTrue();
    assertThat(
            store
                .desktops()
                .takeEpoch(DESKTOP, new Holder("node-2", "other"), OperationKey.random()))
        .isEqualTo(2);

    MountedDesktop second = mount(MountFeatures.all());
    assertThat(second.epoch()).isEqualTo(3);
    assertThat(second.leftBehind()).contains(first.upperId());
    assertThat(second.upperId()).isNotEqualTo(first.upperId());
    assertThat(at.resolve("mine")).doesNotExist();
    assertThat(state().leftBehind().resolve(first.upperId()).resolve("mine")).hasContent("1");
    assertThat(Unmount.at(at)).isTrue();
  }

  @Test
  void a_mounted_desktop_is_not_restored_and_one_of_its_name_elsewhere_is_none() throws Exception {
    Store other = Store.create(home.resolve("other-store"));
    MountedUppers.requireNone(store, DESKTOP);
    var ignored = mount(MountFeatures.all());
    assertThatThrownBy(() -> MountedUppers.requireNone(store, DESKTOP))
        .hasMessageContaining("is mounted at " + at);
    MountedUppers.requireNone(other, DESKTOP);
    assertThat(Unmount.at(at)).isTrue();
    MountedUppers.requireNone(store, DESKTOP);
  }

  @Test
  void an_upper_is_left_behind_after_a_restore() throws Exception {
    MountedDesktop first = mount(MountFeatures.all());
    Files.writeString(at.resolve("mine"), "1");
    assertThat(Unmount.at(at)).isTrue();
    var restored = store.lines(DESKTOP).restore(0, Lines.Staged.DISCARD, OperationKey.random());

    MountedDesktop second = mount(MountFeatures.all());
    assertThat(second.leftBehind()).contains(first.upperId());
    assertThat(second.version()).isEqualTo(restored.number());
    assertThat(at.resolve("mine")).doesNotExist();
    assertThat(state().leftBehind().resolve(first.upperId()).resolve("mine")).hasContent("1");
    assertThat(Unmount.at(at)).isTrue();
  }

  @Test
  void a_repeated_operation_does_not_mount_on_a_stale_epoch() throws Exception {
    OperationKey operation = OperationKey.random();
    DesktopMount mount = new DesktopMount(store, DESKTOP, state(), MountFeatures.all());
    MountedDesktop first = mount.mount(at, state().images(), "node-1", operation);
    Files.writeString(at.resolve("mine"), "1");
    assertThat(Unmount.at(at)).isTrue();
    assertThat(mount.mount(at, state().images(), "node-1", operation)).isEqualTo(first);
    assertThat(Unmount.at(at)).isTrue();
    long taken =
        store.desktops().takeEpoch(DESKTOP, new Holder("node-2", "other"), OperationKey.random());
    assertThat(taken).isEqualTo(2);
    assertThatThrownBy(() -> mount.mount(at, state().images(), "node-1", operation))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.STALE_EPOCH));
    assertThat(state().upper().resolve("mine")).as("not moved aside").hasContent("1");
  }

  @Test
  void a_new_upper_begins_without_the_old_ones_work_and_index() throws Exception {
    MountedDesktop first = mount(MountFeatures.all());
    assertThat(Unmount.at(at)).isTrue();
    Files.createDirectories(state().index());
    Files.writeString(state().index().resolve("run"), "of the old upper");
    io.labvm.layers.durable.Durable.remove(state().upper());
    Files.delete(state().root().resolve("owner"));
    MountedDesktop second = mount(MountFeatures.all());
    assertThat(second.upperId()).isNotEqualTo(first.upperId());
    assertThat(state().index()).doesNotExist();
    assertThat(Unmount.at(at)).isTrue();
  }

  @Test
  void a_state_directory_belongs_to_one_desktop() throws Exception {
    MountedDesktop ignored = mount(MountFeatures.all());
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    DesktopMount same = new DesktopMount(store, DESKTOP, state(), MountFeatures.all());
    assertThatThrownBy(
            () -> same.mount(elsewhere, state().images(), "node-1", OperationKey.random()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.BUSY));
    assertThat(Unmount.at(at)).isTrue();

    DesktopKey other = new DesktopKey("d2");
    store.desktops().create(other, store.desktops().base(DESKTOP), OperationKey.random());
    DesktopMount foreign = new DesktopMount(store, other, state(), MountFeatures.all());
    assertThatThrownBy(() -> foreign.mount(at, state().images(), "node-1", OperationKey.random()))
        .hasMessageContaining("belongs to desktop d1");
  }

  @Test
  void a_lost_upper_is_not_replaced_silently() throws Exception {
    MountedDesktop ignored = mount(MountFeatures.all());
    assertThat(Unmount.at(at)).isTrue();
    io.labvm.layers.durable.Durable.remove(state().upper());
    assertThatThrownBy(() -> mount(MountFeatures.all())).hasMessageContaining("is gone");
  }

  @Test
  void a_mount_in_use_names_the_process() throws Exception {
    MountedDesktop ignored = mount(MountFeatures.all());
    try (var open = Files.newInputStream(at.resolve("in-base"))) {
      assertThat(open.read()).isEqualTo('b');
      assertThatThrownBy(() -> Unmount.at(at))
          .hasMessageContaining("(" + ProcessHandle.current().pid() + ")");
    }
    assertThat(Unmount.at(at)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("features")
  void a_view_shows_a_version_and_leaves_nothing(MountFeatures features) throws Exception {
    ViewMount views = new ViewMount(store, features);
    var stack = store.stacks(DESKTOP).shortest(store.versions(DESKTOP).newest());
    views.mount(stack, at, Optional.empty());
    assertThat(at.resolve("in-base")).hasContent("base");
    assertThatThrownBy(() -> Files.writeString(at.resolve("new"), "")).isNotNull();
    assertThatThrownBy(() -> views.mount(stack, at, Optional.empty()))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.BUSY));
    assertThat(Unmount.at(at)).isTrue();
    try (var loops = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
      for (Path loop : loops) {
        Path backing = loop.resolve("loop/backing_file");
        assertThat(Files.exists(backing) ? Files.readString(backing) : "")
            .doesNotContain(home.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void what_a_killed_view_left_goes_with_the_next(String place) throws Exception {
    Path temporaries = Files.createDirectory(home.resolve("tmp"));
    assertThat(view(temporaries, "view.attach." + place)).isEqualTo(137);
    assertThat(left(temporaries)).isNotEmpty();
    ProcessMark self = ProcessMark.self();
    Path living = temporaries.resolve("labvm-view-" + self + ".x");
    Path foreign = temporaries.resolve("labvm-view-of-somebody");
    Files.createDirectory(living);
    Files.createDirectory(foreign);
    var _ = Unmount.at(at);
    assertThat(view(temporaries, "")).isZero();
    assertThat(left(temporaries)).isEmpty();
    try (var names = Files.list(temporaries)) {
      assertThat(names).containsExactlyInAnyOrder(living, foreign);
    }
    assertThat(at.resolve("in-base")).hasContent("base");
    assertThat(Unmount.at(at)).isTrue();
  }

  /** The command in a process of its own, which ends at a fault point. */
  private int view(Path temporaries, String fault) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporaries,
                "-D" + FaultPoint.PROPERTY + "=" + fault,
                "-cp",
                System.getProperty("java.class.path"),
                LayerCommand.class.getName(),
                "view",
                "--store=" + store.root(),
                "--desktop=" + DESKTOP,
                "--at=" + at)
            .inheritIO()
            .start();
    return process.waitFor();
  }

  private static List<String> left(Path temporaries) throws IOException {
    return MountTable.read().entries().stream()
        .map(e -> e.mountPoint())
        .filter(p -> p.startsWith(temporaries.toString()))
        .toList();
  }
}
