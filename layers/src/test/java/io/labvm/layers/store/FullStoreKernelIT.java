package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labvm.layers.delta.DeltaBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a real file system that is full, out of inodes, or read-only. */
class FullStoreKernelIT {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;
  private static final Retention LAST = new Retention(1, 0, 0, 0, 0);

  @TempDir private Path home;
  private Path disk = Path.of("/");
  private ShippedDesktop desktop;
  private final List<byte[]> before = new ArrayList<>();

  @BeforeEach
  void makeVersions() throws Exception {
    disk = Files.createDirectory(home.toRealPath().resolve("store"));
    Path image = home.resolve("disk");
    call("truncate", "-s", "8M", image.toString());
    call("mkfs.ext4", "-q", "-N", "256", "-m", "0", image.toString());
    call("mount", "-o", "loop", image.toString(), disk.toString());
    call("rmdir", disk.resolve("lost+found").toString());
    desktop = ShippedDesktop.create(home.toRealPath());
    for (int i = 1; i <= 3; i++) {
      desktop.ship(change(i));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    desktop.ship(change(4));
    for (int i = 0; i <= 3; i++) {
      before.add(desktop.archive(i));
    }
  }

  @AfterEach
  void unmount() throws Exception {
    call("umount", disk.toString());
  }

  private static DeltaBuilder change(int i) {
    return new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "" + i);
  }

  private static void call(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** What needs room, by name; each leaves a store in which all of them may still be done. */
  private enum Operation {
    SHIP {
      @Override
      void run(ShippedDesktop on) throws IOException {
        var ignored = on.ship(change(5));
      }
    },
    FOLD {
      @Override
      void run(ShippedDesktop on) throws IOException {
        var ignored = on.store().folds(DESKTOP).between(0, 3, key("fold"));
      }
    },
    FORK {
      @Override
      void run(ShippedDesktop on) throws IOException {
        on.store().lines(DESKTOP).fork(2, new DesktopKey("copy"), key("fork"));
      }
    },
    SEAL {
      @Override
      void run(ShippedDesktop on) throws IOException {
        assertThat(on.seal("seal").version()).isEqualTo(4);
      }
    },
    RESTORE {
      @Override
      void run(ShippedDesktop on) throws IOException {
        var ignored = on.store().lines(DESKTOP).restore(1, Lines.Staged.DISCARD, key("restore"));
      }
    };

    abstract void run(ShippedDesktop on) throws IOException;
  }

  private static OperationKey key(String text) {
    return new OperationKey(text);
  }

  private void assertRefused(Operation operation, String why) throws Exception {
    IOException e = catchThrowableOfType(IOException.class, () -> operation.run(desktop));
    assertThat(e).as("%s", operation).isNotNull();
    assertThat(e.toString())
        .as("%s", operation)
        .containsIgnoringCase(why)
        .contains(disk.toString());
    assertNothingChanged();
  }

  private void assertNothingChanged() throws Exception {
    assertThat(desktop.versions().numbers()).containsExactly(3, 2, 1, 0);
    assertThat(desktop.store().desktops().list()).containsExactly(DESKTOP);
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
    for (int i = 0; i <= 3; i++) {
      assertThat(desktop.archive(i)).isEqualTo(before.get(i));
    }
  }

  private void assertAllWork() throws Exception {
    for (Operation operation : Operation.values()) {
      operation.run(desktop);
    }
    assertThat(desktop.versions().numbers()).containsExactly(5, 4, 3, 2, 1, 0);
    assertThat(desktop.read(4, "counter")).contains("at 5");
    assertThat(desktop.read(5, "counter")).contains("at 1");
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  private Path fill() throws IOException {
    return Filler.fill(desktop.root().resolve("tmp"));
  }

  @Test
  void a_full_disk_refuses_by_name_and_works_again_when_there_is_room() throws Exception {
    Path filler = fill();
    for (Operation operation : Operation.values()) {
      assertRefused(operation, "No space left");
    }
    Files.delete(filler);
    assertAllWork();
  }

  /** Takes all inodes; blocks are left. */
  private Path takeInodes() throws IOException {
    Path fillers = Files.createDirectory(desktop.root().resolve("tmp/fillers"));
    IOException full = null;
    for (int i = 0; full == null; i++) {
      try {
        Files.createFile(fillers.resolve("inode-" + i));
      } catch (IOException e) {
        full = e;
      }
    }
    assertThat(full).hasMessageContaining("No space left");
    return fillers;
  }

  @Test
  void a_full_inode_table_refuses_by_name_and_works_again() throws Exception {
    Path fillers = takeInodes();
    for (Operation operation : Operation.values()) {
      assertRefused(operation, "No space left");
    }
    io.labvm.layers.durable.Durable.remove(fillers);
    assertAllWork();
  }

  @Test
  void a_read_only_store_refuses_by_name_and_is_readable() throws Exception {
    call("mount", "-o", "remount,ro", disk.toString());
    for (Operation operation : Operation.values()) {
      assertRefused(operation, "Read-only file system");
    }
    call("mount", "-o", "remount,rw", disk.toString());
    assertAllWork();
  }

  @Test
  void a_prune_frees_the_trash_of_a_full_inode_table() throws Exception {
    desktop.store().lines(DESKTOP).delete(1, key("delete"));
    Path fillers = takeInodes();
    Pruned pruned = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("prune"));
    assertThat(pruned.freed()).isPositive();
    assertThat(fillers).isNotEmptyDirectory();
    assertThat(desktop.archive(3)).isEqualTo(before.get(3));
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  @Test
  void a_prune_frees_the_trash_of_a_full_disk() throws Exception {
    assertThat(desktop.versions().numbers()).contains(1);
    desktop.store().lines(DESKTOP).delete(1, key("delete"));
    Path big = Files.createDirectory(desktop.root().resolve("trash/desktop.old.op.1"));
    Files.write(big.resolve("big"), new byte[1 << 20]);
    Path filler = fill();
    Pruned pruned = desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, key("prune"));
    assertThat(pruned.freed()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(filler).exists();
    assertThat(desktop.archive(3)).isEqualTo(before.get(3));
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  /** Layers that no version lists any more have no note yet, and none can be written. */
  @Test
  void a_sweep_frees_the_trash_of_a_full_disk() throws Exception {
    assertThat(desktop.seal("seal-4").version()).isEqualTo(4);
    var back = desktop.store().lines(DESKTOP).restore(0, Lines.Staged.KEEP, key("back"));
    desktop.start("u2", back.number());
    desktop.later(Duration.ofDays(8));
    assertThat(desktop.store().prune(DESKTOP).versions(LAST, key("prune")).removed()).contains(4);
    Path big = Files.createDirectory(desktop.root().resolve("trash/desktop.old.op.1"));
    Files.write(big.resolve("big"), new byte[1 << 20]);
    Path filler = Filler.fill(disk); // what lies in tmp/ is swept by age
    Swept first = Prune.sweep(desktop.store(), Prune.Waits.NOW);
    assertThat(first.freed()).isGreaterThanOrEqualTo(1 << 20);
    assertThat(filler).exists();
    assertThat(Prune.sweep(desktop.store(), Prune.Waits.NOW).layers()).isEmpty();
    desktop.later(Duration.ofMinutes(10));
    assertThat(Prune.sweep(desktop.store(), Prune.Waits.NOW).layers()).isNotEmpty();
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }
}
