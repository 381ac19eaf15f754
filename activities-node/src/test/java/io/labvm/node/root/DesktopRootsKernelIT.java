package io.labvm.node.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.PrepareRoot;
import io.labvm.contract.store.BaseId;
import io.labvm.layers.mount.BaseCache;
import io.labvm.layers.mount.CopyProgress;
import io.labvm.layers.mount.ImageMounts;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import io.labvm.layers.store.Store;
import io.labvm.linux.Mounts;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** With real images and overlays; once with every newer capability of the kernel forced off. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class DesktopRootsKernelIT {
  private static final DesktopId DESKTOP = new DesktopId("d1");
  private static final BaseId BASE = new BaseId("small-1");
  private static final UpperId UPPER = new UpperId("u1");

  @Parameter boolean newKernel;
  private Scratch scratch;
  private BaseImages bases;
  private DesktopRoots roots;

  @BeforeEach
  void makeStoreWithABase() throws IOException {
    scratch = new Scratch();
    Path tree = scratch.resolve("tree");
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/motd"), "hello");
    Store store = Store.create(scratch.resolve("store"));
    var ignored = store.bases().importFrom("small", TreeSource.of(tree), ImportProgress.none());
    open(0);
    assertThat(bases.fetch(BASE, CopyProgress.none())).isPositive();
  }

  /** As a new start of the agent does. */
  private void open(long reserve) {
    MountFeatures features = newKernel ? MountFeatures.all() : MountFeatures.none();
    Path state = scratch.resolve("state");
    DiskSpace disk = new DiskSpace(scratch.path(), reserve);
    bases =
        new BaseImages(
            new BaseCache(state.resolve("bases")),
            new ImageMounts(state.resolve("images"), features),
            scratch.resolve("store"),
            disk);
    roots =
        new DesktopRoots(
            state,
            bases,
            new LayerImages(
                state,
                new ImageMounts(state.resolve("images"), features),
                features,
                scratch.resolve("store"),
                disk),
            new OverlayMounts(features),
            disk,
            new SystemCommands(Duration.ofMinutes(1)),
            Runnable::run);
  }

  @AfterEach
  void removeEverything() throws IOException {
    scratch.close();
  }

  @Test
  void fetchesABaseOnce() {
    assertThat(bases.fetch(BASE, CopyProgress.none())).isZero();
    fails(FailureCode.UNKNOWN_BASE, () -> bases.fetch(new BaseId("small-2"), CopyProgress.none()));
    fails(FailureCode.UNKNOWN_BASE, () -> bases.fetch(new BaseId("small"), CopyProgress.none()));
  }

  @Test
  void mountsANewRootAndAnswersARepetitionAlike() throws IOException {
    var first = roots.prepare(create(1, UPPER));
    assertThat(first.created()).isTrue();
    assertThat(roots.prepare(create(1, UPPER))).isEqualTo(first);
    assertThat(merged("etc/motd")).hasContent("hello");
    Files.writeString(merged("new"), "mine");
    assertThat(upper("new")).hasContent("mine");
  }

  @Test
  void continuesAnUpperAtTheNextEpochAndRefusesTheOld() throws IOException {
    roots.prepare(create(1, UPPER));
    Files.writeString(merged("new"), "mine");
    roots.release(DESKTOP, false);
    open(0);
    var again = roots.prepare(existing(2, UPPER));
    assertThat(again.created()).isFalse();
    assertThat(merged("new")).hasContent("mine");
    fails(FailureCode.STALE_EPOCH, () -> roots.prepare(existing(1, UPPER)));
    fails(FailureCode.STALE_EPOCH, () -> roots.remount(DESKTOP, 1, List.of()));
  }

  @Test
  void neverShowsAnEmptyMachineInPlaceOfAMissingUpper() throws IOException {
    fails(FailureCode.UPPER_MISSING, () -> roots.prepare(existing(1, UPPER)));
    roots.prepare(create(1, UPPER));
    fails(FailureCode.UPPER_MISSING, () -> roots.prepare(existing(2, new UpperId("u2"))));
    roots.release(DESKTOP, false);
    new SystemCommands(Duration.ofSeconds(5)).call("rm", "-r", upper("").toString());
    fails(FailureCode.UPPER_MISSING, () -> roots.prepare(existing(2, UPPER)));
    fails(FailureCode.UPPER_MISSING, () -> roots.prepare(create(2, UPPER)));
  }

  @Test
  void movesAnotherUpperAside() throws IOException {
    roots.prepare(create(1, UPPER));
    Files.writeString(merged("new"), "mine");
    var other = roots.prepare(create(2, new UpperId("u2")));
    assertThat(other.created()).isTrue();
    assertThat(merged("new")).doesNotExist();
    assertThat(leftBehind("u1")).isDirectoryContaining(path -> path.endsWith("new"));
    roots.release(DESKTOP, true);
    assertThat(leftBehind("u1")).isDirectoryContaining(path -> path.endsWith("new"));
  }

  @Test
  void neverDeletesAnUpperThatNobodyKnows() throws IOException {
    Files.createDirectories(upper("files"));
    roots.release(DESKTOP, true);
    assertThat(upper("files")).exists();
    roots.prepare(create(1, UPPER));
    assertThat(merged("files")).doesNotExist();
    assertThat(leftBehind("unknown")).isDirectoryContaining(path -> path.endsWith("files"));
  }

  @Test
  void releasesAndDiscardsAnyNumberOfTimes() throws IOException {
    roots.release(DESKTOP, true);
    roots.prepare(create(1, UPPER));
    roots.release(DESKTOP, false);
    roots.release(DESKTOP, false);
    assertThat(upper("")).exists();
    roots.release(DESKTOP, true);
    roots.release(DESKTOP, true);
    assertThat(scratch.resolve("state/desktops")).isEmptyDirectory();
    assertThat(scratch.resolve("state/trash")).isEmptyDirectory();
    assertThat(roots.prepare(create(2, UPPER)).created()).isTrue();
  }

  /** A member can make a tree deeper than any path may be long, and names of any bytes. */
  @Test
  void discardsWhatAHostileMemberLeft() throws IOException {
    roots.prepare(create(1, UPPER));
    new SystemCommands(Duration.ofMinutes(1))
        .call(
            "bash",
            "-c",
            "cd '%s' && for i in {1..60}; do mkdir %s && cd -P %s; done; touch $'\\xff\\n'"
                .formatted(merged(""), "d".repeat(100), "d".repeat(100)));
    roots.release(DESKTOP, true);
    assertThat(scratch.resolve("state/trash")).isEmptyDirectory();
  }

  @Test
  void mountsAgainAfterABoot() throws IOException {
    roots.prepare(create(1, UPPER));
    Files.writeString(merged("new"), "mine");
    for (Path mount : scratch.mounts()) {
      Mounts.unmount(mount);
    }
    open(0);
    roots.remount(DESKTOP, 1, List.of());
    assertThat(merged("new")).hasContent("mine");
    fails(FailureCode.MOUNT_FAILED, () -> roots.remount(DESKTOP, 2, List.of()));
    fails(FailureCode.MOUNT_FAILED, () -> roots.remount(new DesktopId("d2"), 1, List.of()));
  }

  @Test
  void refusesToReleaseWhileAnotherNamespaceUsesTheUpper() throws Exception {
    roots.prepare(create(1, UPPER));
    Process other = new ProcessBuilder("unshare", "-m", "sh", "-c", "echo ready; cat").start();
    assertThat(other.inputReader().readLine()).isEqualTo("ready");
    fails(FailureCode.UPPER_IN_USE, () -> roots.release(DESKTOP, true));
    assertThat(upper("")).exists();
    other.getOutputStream().close();
    other.waitFor();
    roots.release(DESKTOP, true);
  }

  @Test
  void keepsAReserveOnTheDisk() {
    open(1L << 60);
    fails(FailureCode.NO_SPACE, () -> roots.prepare(create(1, UPPER)));
    assertThat(scratch.resolve("state/desktops")).doesNotExist();
  }

  @Test
  void remembersTheOwnerAcrossAKill() throws IOException {
    roots.prepare(create(1, UPPER));
    Files.writeString(scratch.resolve("state/desktops/d1/.owner.json"), "{half");
    roots.prepare(existing(2, UPPER));
    assertThat(roots.owner(DESKTOP)).contains(new Owner(UPPER, 2, BASE, List.of(), 1, 0, false));
    assertThat(roots.list()).containsExactly(DESKTOP);
  }

  private static PrepareRoot create(long epoch, UpperId upper) {
    return new PrepareRoot(DESKTOP, epoch, BASE, upper, true);
  }

  private static PrepareRoot existing(long epoch, UpperId upper) {
    return new PrepareRoot(DESKTOP, epoch, BASE, upper, false);
  }

  private Path merged(String name) {
    return roots.merged(DESKTOP).resolve(name);
  }

  private Path upper(String name) {
    return scratch.resolve("state/desktops/d1/upper").resolve(name);
  }

  private Path leftBehind(String name) throws IOException {
    try (var entries = Files.list(scratch.resolve("state/desktops/d1/left-behind"))) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(name + "."))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void fails(FailureCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NodeFailure.class)
        .satisfies(e -> assertThat(((NodeFailure) e).code()).isEqualTo(code));
  }
}
