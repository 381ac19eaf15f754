package io.labvm.node.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.node.ReleaseRoot;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.container.FakeContainers;
import io.labvm.node.desktop.DeletedSweep;
import io.labvm.node.desktop.DesktopParts;
import io.labvm.node.desktop.Desktops;
import io.labvm.node.desktop.Granted;
import io.labvm.node.desktop.GuardLife;
import io.labvm.node.desktop.LeftSweep;
import io.labvm.node.figures.ControlGroups;
import io.labvm.node.network.LinuxDesktopNetwork;
import io.labvm.node.network.NetworkSettings;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.rundir.DesktopInput;
import io.labvm.node.rundir.RunDirectories;
import io.labvm.node.rundir.VncSockets;
import io.labvm.node.testkit.Await;
import io.labvm.node.testkit.FakeGpus;
import io.labvm.node.testkit.Scratch;
import io.labvm.nodechannel.DesktopNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which uppers count as left behind, for how long they stay, and which go at once. */
class LeftSweepKernelIT {
  private static final Duration KEPT = Duration.ofDays(30);

  private Scratch scratch;
  private SyncedDesktop desktop;
  private DesktopRoots roots;
  private DesktopSync sync;
  private Desktops desktops;
  private LeftSweep sweep;
  private Instant now = Instant.now();

  @BeforeEach
  void makeADesktop() throws IOException {
    scratch = new Scratch();
    desktop = new SyncedDesktop(scratch, scratch.resolve("store"));
    roots = desktop.roots();
    sync = new DesktopSync(scratch.resolve("store"), SyncSettings.standard());
    RunDirectories runDirectories = new RunDirectories(scratch.resolve("run"));
    desktops =
        new Desktops(
            new DesktopParts(
                new FakeContainers(),
                new LinuxDesktopNetwork(
                    new NetworkSettings("none", "10.9.0.0/16", "10.9.0.1", List.of(), List.of()),
                    SyncedDesktop.COMMANDS),
                roots,
                runDirectories,
                new VncSockets(runDirectories),
                (_, _) ->
                    new Granted(
                        new DesktopInput("anna", "zh_CN", "host", "aB3-_x9z", ""), List.of()),
                sync,
                FakeGpus.none(),
                new ControlGroups(scratch.resolve("groups"), "/none", scratch.path()),
                new GuardLife(scratch.resolve("run"), InstantSource.system())),
            new RunningDesktops(),
            _ -> {});
    sweep = new LeftSweep(desktops, roots, sync, KEPT, () -> now);
  }

  @AfterEach
  void removeEverything() throws IOException {
    sync.close();
    desktop.close();
  }

  private Path upper() {
    return scratch.resolve("state/desktops/d1/upper");
  }

  private SyncedUpper writeSomething() throws IOException {
    SyncedUpper upper = desktop.prepare("o1", true);
    Files.writeString(desktop.merged().resolve("mine"), "content");
    return upper;
  }

  private void startElsewhere() throws IOException {
    long ignored =
        desktop
            .store()
            .desktops()
            .takeEpoch(SyncedDesktop.KEY, new Holder("n2", "u2"), new OperationKey("elsewhere"));
  }

  private void leaveBehind() throws Exception {
    startElsewhere();
    Await.until(
        "the upper to be left behind",
        () -> {
          sweep.run();
          return !sweep.told().isEmpty();
        });
  }

  @Test
  void theUpperOfADesktopThatWentOnElsewhereIsToldOfAndGoesWhenItsTimeIsOver() throws Exception {
    sync.start(writeSomething());
    sweep.run();
    assertThat(sweep.told()).as("it runs here").isEmpty();
    leaveBehind();
    var told = sweep.told().getFirst();
    assertThat(told.desktop()).isEqualTo("d1");
    assertThat(told.names()).isEqualTo(1);
    assertThat(told.complete()).isTrue();
    assertThat(told.keptUntilMillis() - told.sinceMillis()).isEqualTo(KEPT.toMillis());
    assertThat(upper()).doesNotExist();
    assertThat(scratch.mounts()).noneMatch(point -> point.endsWith("merged"));
    assertThat(scratch.resolve("state/desktops/d1/left-behind").resolve(told.id()).resolve("mine"))
        .hasContent("content");

    now = Instant.ofEpochMilli(told.keptUntilMillis()).minusMillis(1);
    sweep.run();
    assertThat(sweep.told()).hasSize(1);
    now = now.plusMillis(1);
    sweep.run();
    assertThat(sweep.told()).isEmpty();
    assertThat(scratch.resolve("state/desktops/d1/left-behind")).doesNotExist();
  }

  @Test
  void anUpperThatMayGoOnIsNeverTouched() throws Exception {
    sync.start(writeSomething());
    roots.release(SyncedDesktop.ID, false);
    long ignored =
        desktop
            .store()
            .desktops()
            .takeEpoch(SyncedDesktop.KEY, new Holder("n1", "u1"), new OperationKey("fence"));
    sync.stop(SyncedDesktop.ID);
    now = now.plus(KEPT.multipliedBy(2));
    sweep.run();
    assertThat(sweep.told()).isEmpty();
    assertThat(upper().resolve("mine")).hasContent("content");
  }

  @Test
  void theUpperOfADesktopGoesOnlyWhenTheControlPlaneSaysItWasDeleted() throws Exception {
    sync.start(writeSomething());
    Set<String> deleted = new HashSet<>();
    List<String> asked = new ArrayList<>();
    DeletedSweep gone =
        new DeletedSweep(
            desktops,
            roots,
            some -> {
              asked.addAll(some);
              return some.stream().filter(deleted::contains).toList();
            });
    boolean moved =
        desktop.store().desktops().moveToTrash(SyncedDesktop.KEY, new OperationKey("delete"));
    assertThat(moved).isTrue();
    gone.run();
    assertThat(upper().resolve("mine")).as("a store may be away").hasContent("content");
    deleted.add("d1");
    gone.run();
    assertThat(scratch.resolve("state/desktops/d1")).doesNotExist();
    assertThat(scratch.mounts()).noneMatch(point -> point.endsWith("merged"));
    gone.run();
    assertThat(asked).containsExactly("d1", "d1");
  }

  @Test
  void asksForAllInMessagesThatAreNotTooBigAndPassesOverWhatIsUnreadable() throws Exception {
    sync.start(writeSomething());
    Path all = scratch.resolve("state/desktops");
    Path owner = all.resolve("d1/owner.json");
    for (int i = 0; i < DesktopNames.MOST; i++) {
      Files.copy(owner, Files.createDirectory(all.resolve("more" + i)).resolve("owner.json"));
    }
    Path torn = Files.createDirectory(all.resolve("torn")).resolve("owner.json");
    Files.writeString(torn, "{");
    List<Integer> asked = new ArrayList<>();
    new DeletedSweep(
            desktops,
            roots,
            some -> {
              asked.add(some.size());
              return some;
            })
        .run();
    assertThat(asked).containsExactly(DesktopNames.MOST, 1);
    assertThat(roots.list()).containsExactly(new DesktopId("torn"));
    assertThat(torn).exists();
  }

  @Test
  void whatAKilledDeletionOrALateCaptureLeftOfADeletedDesktopGoes() throws Exception {
    Path all = scratch.resolve("state/desktops");
    Path killed = Files.createDirectories(all.resolve("killed"));
    Files.createFile(killed.resolve(".owner.json"));
    Path late = Files.createDirectories(all.resolve("late/sync/u1/index"));
    Files.createFile(late.resolve("owner"));
    Path unknown = Files.createDirectories(all.resolve("unknown/upper"));
    new DeletedSweep(desktops, roots, some -> some.stream().filter(d -> !d.equals("late")).toList())
        .run();
    assertThat(killed).doesNotExist();
    assertThat(late).as("nobody says it was deleted").exists();
    assertThat(unknown).as("an upper that nobody knows").exists();

    desktops.releaseRoot(new ReleaseRoot(new DesktopId("late"), true));
    assertThat(all.resolve("late")).doesNotExist();
  }

  @Test
  void whatWasLeftBehindGoesWithItsDesktopAndNotBefore() throws Exception {
    sync.start(writeSomething());
    leaveBehind();
    new DeletedSweep(desktops, roots, some -> List.of()).run();
    desktops.releaseRoot(new ReleaseRoot(SyncedDesktop.ID, true));
    assertThat(scratch.resolve("state/desktops/d1/left-behind")).isNotEmptyDirectory();
    assertThat(scratch.resolve("state/desktops/d1/sync")).isNotEmptyDirectory();
    new DeletedSweep(desktops, roots, some -> some).run();
    assertThat(scratch.resolve("state/desktops/d1")).doesNotExist();
  }

  @Test
  void anUpperThatAVersionHoldsIsNotLeftBehind() throws Exception {
    SyncedUpper upper = writeSomething();
    sync.start(upper);
    roots.release(SyncedDesktop.ID, false);
    Decided all = sync.capture(upper, Consistency.STOPPED, OptionalLong.empty());
    assertThat(desktop.seal(all, "stop").created()).isTrue();
    startElsewhere();
    sweep.run();
    assertThat(sweep.told()).isEmpty();
    assertThat(upper()).exists();

    // it stands in the way of the next one, and nobody needs it
    var prepared =
        roots.prepare(
            new PrepareRoot(
                SyncedDesktop.ID,
                9,
                new io.labvm.contract.store.BaseId("small-1"),
                new UpperId("u3"),
                true));
    assertThat(prepared.created()).isTrue();
    assertThat(scratch.resolve("state/desktops/d1/left-behind")).isNotEmptyDirectory();
    sweep.run();
    assertThat(sweep.told()).isEmpty();
    assertThat(scratch.resolve("state/desktops/d1/left-behind")).doesNotExist();
    assertThat(upper()).exists();
  }
}
