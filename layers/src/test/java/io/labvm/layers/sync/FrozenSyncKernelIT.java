package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.segment.Consistency;
import io.labvm.linux.Freezer;
import io.labvm.linux.MountTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A desktop with a process in a real control group, which stands still while it is captured. */
@Tag(TestedKernel.OLD)
class FrozenSyncKernelIT {
  /** Within two seconds not every capture is done while the machine does something else. */
  private static final int TRIES = 20;

  /** First a, then b, each whole: at any moment a is b or one more. */
  private static final String WRITER =
      """
      i=0
      while :; do
        i=$((i + 1))
        echo $i > "$0/t"; mv "$0/t" "$0/a"
        echo $i > "$0/t"; mv "$0/t" "$0/b"
      done\
      """;

  @TempDir private Path temporary;
  private Desktop desktop;
  private Path group = Path.of("/nowhere");
  private Process writer;

  static List<Path> mounts() throws Exception {
    return MountTable.read().entries().stream()
        .filter(e -> e.type().equals("cgroup2") || e.superOptions().contains("freezer"))
        .filter(e -> e.type().startsWith("cgroup"))
        .map(e -> Path.of(e.mountPoint()))
        .toList();
  }

  @BeforeEach
  void mountDesktop() throws Exception {
    desktop = new Desktop(temporary.toRealPath());
    writer = new ProcessBuilder("sh", "-c", WRITER, desktop.merged.toString()).start();
  }

  @AfterEach
  void unmountDesktop() throws Exception {
    FaultPoint.onReach(null);
    if (Files.isDirectory(group)) {
      try (Freezer freezer = Freezer.of(writer.pid())) {
        freezer.thaw();
      }
    }
    int ignored = writer.destroyForcibly().waitFor();
    if (Files.isDirectory(group)) {
      Await.until(() -> Files.readString(group.resolve("cgroup.procs")).isEmpty());
      Files.delete(group);
    }
    desktop.close();
  }

  private void putWriterInto(Path mount) throws IOException {
    group = mount.resolve("labvm-sync-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    Files.writeString(group.resolve("cgroup.procs"), Long.toString(writer.pid()));
  }

  /** Runs the command until it ends as it should; refused means that there was too little time. */
  private SyncProcess frozen(int wanted, String point) throws Exception {
    for (int i = 1; ; i++) {
      SyncProcess sync =
          SyncProcess.killedAt(
              point, desktop, "--once", "--freeze-pid", Long.toString(writer.pid()));
      int exit = sync.exit();
      if (exit == wanted || exit != 1 || i == TRIES) {
        assertThat(exit).as(sync::said).isEqualTo(wanted);
        return sync;
      }
    }
  }

  private void awaitWriterGoesOn() throws Exception {
    Path counter = desktop.merged.resolve("b");
    Await.until(() -> Files.exists(counter));
    String before = Files.readString(counter);
    Await.until(() -> !Files.readString(counter).equals(before));
  }

  private long sealed(long version, String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> words =
        List.of(
            "cat",
            "--store=" + desktop.storeRoot,
            "--desktop=" + Desktop.KEY,
            Long.toString(version),
            name);
    assertThat(new LayerCommand(print, print).run(words)).as(out::toString).isZero();
    return Long.parseLong(out.toString(StandardCharsets.UTF_8).strip());
  }

  @ParameterizedTest
  @MethodSource("mounts")
  void a_frozen_capture_is_one_moment_and_the_desktop_goes_on(Path mount) throws Exception {
    putWriterInto(mount);
    awaitWriterGoesOn();
    try (SyncProcess sync = frozen(0, "")) {
      assertThat(sync.lines().getLast().text("consistency")).isEqualTo("frozen");
    }
    assertThat(Freezer.of(writer.pid()).isFrozen()).isFalse();
    awaitWriterGoesOn();
    long version = desktop.seal().version();
    long b = sealed(version, "b");
    assertThat(sealed(version, "a")).isBetween(b, b + 1);
  }

  @ParameterizedTest
  @MethodSource("mounts")
  void a_desktop_is_thawed_though_the_process_that_froze_it_died(Path mount) throws Exception {
    putWriterInto(mount);
    awaitWriterGoesOn();
    try (SyncProcess sync = frozen(137, "sync.freeze.after")) {
      assertThat(sync.isAlive()).isFalse();
    }
    Await.until(() -> !Freezer.of(writer.pid()).isFrozen());
    awaitWriterGoesOn();
    try (SyncProcess sync = frozen(0, "")) {
      assertThat(sync.lines().getLast().text("consistency")).isEqualTo("frozen");
    }
    long version = desktop.seal().version();
    long b = sealed(version, "b");
    assertThat(sealed(version, "a")).isBetween(b, b + 1);
  }

  /** Whoever lets it go on makes each capture worth no more than a live one. */
  @ParameterizedTest
  @MethodSource("mounts")
  void what_is_not_held_still_is_captured_while_it_runs_and_all_its_pauses_are_told(Path mount)
      throws Exception {
    putWriterInto(mount);
    awaitWriterGoesOn();
    AtomicLong stood = new AtomicLong();
    FaultPoint.onReach(
        name -> {
          if (name.equals("sync.freeze.after")) {
            long start = System.nanoTime();
            thaw();
            stood.addAndGet(System.nanoTime() - start);
          }
        });
    Decided decided =
        new DecidingPass(desktop.store(), desktop.place())
            .decideAnyway(Consistency.FROZEN, OptionalLong.of(writer.pid()));
    assertThat(decided.result().consistency()).isEqualTo(Consistency.LIVE);
    assertThat(decided.stoodStill()).isPositive().isGreaterThan(Duration.ofNanos(stood.get()));
    awaitWriterGoesOn();
  }

  private void thaw() {
    try (Freezer freezer = Freezer.of(writer.pid())) {
      freezer.thaw();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
