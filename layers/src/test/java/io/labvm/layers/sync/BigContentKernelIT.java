package io.labvm.layers.sync;

import static io.labvm.layers.sync.BigContents.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Prune;
import io.labvm.layers.store.Retention;
import io.labvm.layers.store.Version;
import io.labvm.layers.tree.TreeRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Big files of a real overlay, by reference to the store and back through a fresh mount. */
@Tag(TestedKernel.OLD)
class BigContentKernelIT {
  private static final int MIB = 1 << 20;

  @TempDir private Path temporary;
  private Desktop desktop;
  private Path merged;

  @BeforeEach
  void mountDesktop() throws Exception {
    desktop = new Desktop(temporary.toRealPath());
    merged = desktop.merged;
  }

  @AfterEach
  void unmountDesktop() throws Exception {
    desktop.close();
  }

  private void writeBigFiles() throws IOException {
    Files.write(merged.resolve("big"), random(1, 3 * MIB));
    try (FileChannel file =
        FileChannel.open(
            merged.resolve("sparse"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      int first = file.write(ByteBuffer.wrap(random(2, MIB)), MIB);
      int last = file.write(ByteBuffer.wrap(random(3, MIB)), 9L * MIB - 1000);
      int end = file.write(ByteBuffer.wrap(new byte[1]), 10L * MIB - 1);
      assertThat(first + last + end).isEqualTo(2 * MIB + 1);
    }
  }

  private List<Path> dataFiles() throws IOException {
    return BigContents.dataFiles(desktop.storeRoot);
  }

  @Test
  void big_files_are_seen_again_and_a_changed_block_is_a_new_file() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    assertThat(dataFiles()).hasSize(2);
    desktop.sealAndCompare();
    try (FileChannel file = FileChannel.open(merged.resolve("big"), StandardOpenOption.WRITE)) {
      assertThat(file.write(ByteBuffer.wrap(random(4, 4096)), MIB)).isEqualTo(4096);
    }
    assertThat(desktop.once().segments()).isEqualTo(1);
    assertThat(dataFiles()).hasSize(3);
    desktop.sealAndCompare();
    prune();
    assertThat(desktop.store().versions(Desktop.KEY).numbers()).containsExactly(2, 0);
    assertThat(desktop.view().differencesFrom(TreeRecord.ofView(merged))).isEmpty();
  }

  private long dataBytes() throws IOException {
    long bytes = 0;
    for (Path file : dataFiles()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void change(String name, long at, int bytes) throws IOException {
    try (FileChannel file = FileChannel.open(merged.resolve(name), StandardOpenOption.WRITE)) {
      assertThat(file.write(ByteBuffer.wrap(random((int) at, bytes)), at)).isEqualTo(bytes);
    }
  }

  @Test
  void what_changes_by_blocks_is_seen_as_it_is_by_fresh_mounts() throws Exception {
    writeBigFiles();
    var first = desktop.once();
    assertThat(first.entries()).isPositive();
    desktop.sealAndCompare();
    long before = dataBytes();
    change("big", MIB + 5, 100);
    change("sparse", 4L * MIB, 4096);
    Files.write(merged.resolve("big"), random(9, MIB / 2), StandardOpenOption.APPEND);
    assertThat(desktop.once().entries()).isEqualTo(2);
    assertThat(dataBytes() - before).isEqualTo(MIB + MIB / 2 + 4096);
    desktop.sealAndCompare();
    change("big", 0, MIB);
    try (FileChannel file = FileChannel.open(merged.resolve("big"), StandardOpenOption.WRITE)) {
      var ignored = file.truncate(2L * MIB + 10);
    }
    try (FileChannel file =
        FileChannel.open(
            merged.resolve("sparse"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, 10L * MIB);
      mapped.put(MIB + 7, (byte) 77);
      var ignored = mapped.force();
    }
    assertThat(desktop.once().entries()).isEqualTo(2);
    desktop.sealAndCompare();
    var folded = desktop.store().folds(Desktop.KEY).between(0, 3, OperationKey.random());
    assertThat(folded.created()).isTrue();
    prune();
    assertThat(desktop.view().differencesFrom(TreeRecord.ofView(merged))).isEmpty();
  }

  @Test
  void blocks_of_before_count_after_a_restart_and_without_an_index() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    desktop.unmount();
    assertThat(desktop.mount()).isEqualTo(merged);
    long before = dataBytes();
    change("big", MIB, 10);
    assertThat(desktop.once().entries()).isEqualTo(1);
    assertThat(dataBytes() - before).isEqualTo(MIB);
    desktop.sealAndCompare();
    Durable.remove(desktop.state().index());
    change("big", 2L * MIB, 10);
    assertThat(desktop.once().entries()).isEqualTo(1);
    assertThat(dataBytes() - before).isEqualTo(2L * MIB);
    desktop.sealAndCompare();
    Durable.remove(desktop.state().root().resolve("blocks"));
    change("big", 0, 10);
    assertThat(desktop.once().entries()).isEqualTo(1);
    assertThat(dataBytes() - before).as("known no more: whole").isEqualTo(5L * MIB);
    desktop.sealAndCompare();
  }

  @Test
  void a_fork_shows_changed_blocks_after_the_first_desktop_has_gone_on() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    change("big", MIB, 10);
    assertThat(desktop.once().entries()).isEqualTo(1);
    desktop.sealAndCompare();
    TreeRecord then = TreeRecord.ofView(merged);
    DesktopKey fork = new DesktopKey("d2");
    desktop.store().lines(Desktop.KEY).fork(2, fork, OperationKey.random());
    change("big", 0, 3 * MIB);
    assertThat(desktop.once().entries()).isEqualTo(1);
    desktop.sealAndCompare();
    prune();
    Path at = Files.createDirectories(desktop.home.resolve("fork"));
    new ViewMount(desktop.store(), TestedKernel.features())
        .mount(
            desktop.store().stacks(fork).shortest(desktop.store().versions(fork).newest()),
            at,
            Optional.empty());
    TreeRecord seen = TreeRecord.ofView(at);
    assertThat(Unmount.at(at)).isTrue();
    assertThat(seen.differencesFrom(then)).isEmpty();
  }

  @Test
  void a_process_killed_at_any_step_of_changed_blocks_leaves_them_right() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    List<String> points =
        List.of(
            "sync.data.after",
            "sync.reference.before",
            "sync.reference.after",
            "sync.publish.after",
            "sync.blocks.after",
            "index.commit.after");
    for (int i = 0; i < points.size(); i++) {
      change("big", i % 3 * MIB + i, 100);
      try (SyncProcess sync = SyncProcess.killedAt(points.get(i), desktop, "--once")) {
        assertThat(sync.exit()).as(sync::said).isEqualTo(137);
      }
      assertThat(desktop.once().unstable()).isZero();
      desktop.sealAndCompare();
    }
  }

  @Test
  void a_process_killed_between_data_file_and_segment_ships_them_again() throws Exception {
    writeBigFiles();
    for (String point : List.of("sync.data.before", "sync.data.after", "sync.publish.after")) {
      try (SyncProcess sync = SyncProcess.killedAt(point, desktop, "--once")) {
        assertThat(sync.exit()).as(sync::said).isEqualTo(137);
      }
    }
    // The last one had published the segment: the index is made again from it.
    assertThat(desktop.once().segments()).isZero();
    assertThat(desktop.staged()).containsExactly(1L);
    assertThat(dataFiles()).hasSize(2);
    desktop.sealAndCompare();
  }

  /** Without any waiting, until nothing more would go. */
  private void prune() throws IOException {
    Prune.Waits none = new Prune.Waits(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 4; i++) {
      var pruned =
          desktop
              .store()
              .prune(Desktop.KEY)
              .run(new Retention(1, 0, 0, 0, 0), none, OperationKey.random());
      assertThat(pruned.damaged()).isEmpty();
    }
  }

  @Test
  void of_files_that_are_gone_a_fold_and_a_prune_leave_nothing() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    Files.delete(merged.resolve("big"));
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    var folded = desktop.store().folds(Desktop.KEY).between(0, 2, OperationKey.random());
    assertThat(folded.created()).isTrue();
    prune();
    assertThat(dataFiles()).hasSize(1);
    assertThat(desktop.view().differencesFrom(TreeRecord.ofView(merged))).isEmpty();
  }

  @Test
  void a_renamed_big_file_is_not_written_again() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    List<Path> before = dataFiles();
    Path moved = Files.move(merged.resolve("big"), merged.resolve("dir/moved"));
    assertThat(moved).exists();
    assertThat(desktop.once().entries()).isPositive();
    assertThat(dataFiles()).isEqualTo(before);
    desktop.sealAndCompare();
  }

  @Test
  void a_desktop_goes_on_upon_a_version_with_big_files() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    TreeRecord before = TreeRecord.ofView(merged);
    desktop.unmount();
    // As on another node: nothing of the upper is here.
    Durable.remove(desktop.state().root());
    assertThat(TreeRecord.ofView(desktop.mount()).differencesFrom(before)).isEmpty();
    Files.setLastModifiedTime(merged.resolve("big"), FileTime.fromMillis(1));
    assertThat(desktop.once().entries()).isEqualTo(1);
    assertThat(dataFiles()).as("copied up with the same content").hasSize(2);
    desktop.sealAndCompare();
  }

  @Test
  void a_kernel_without_device_tables_is_given_a_flat_copy() throws Exception {
    writeBigFiles();
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    Version newest = desktop.store().versions(Desktop.KEY).newest();
    Path at = Files.createDirectories(desktop.home.resolve("flat"));
    new ViewMount(desktop.store(), MountFeatures.none())
        .mount(desktop.store().stacks(Desktop.KEY).shortest(newest), at, Optional.empty());
    TreeRecord seen = TreeRecord.ofView(at);
    assertThat(Unmount.at(at)).isTrue();
    assertThat(seen.differencesFrom(TreeRecord.ofView(merged))).isEmpty();
  }
}
