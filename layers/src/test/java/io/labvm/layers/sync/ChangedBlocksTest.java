package io.labvm.layers.sync;

import static io.labvm.layers.sync.BigContents.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Prune;
import io.labvm.layers.store.Retention;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Store;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a big file that changed only the blocks of 1 MiB are shipped that are news. */
class ChangedBlocksTest {
  private static final DesktopKey KEY = Uppers.DESKTOP;
  private static final int MIB = 1 << 20;

  @TempDir private Path home;
  private Store store;
  private SyncedUpper place;
  private Path big;

  @BeforeEach
  void shipOneFile() throws IOException {
    place = Uppers.ofNewStore(home);
    store = Store.open(home.resolve("store"));
    big = place.upper().resolve("big");
    Files.write(big, random(1, 8 * MIB + 77));
    assertThat(added()).isEqualTo(8L * MIB + 4096);
    sealAndCompare();
  }

  @AfterEach
  void restoreFaults() {
    FaultPoint.onReach(null);
  }

  /** Ships with a process of its own, and tells how many bytes of data files are new. */
  private long added() throws IOException {
    Set<Path> before = new HashSet<>(dataFiles());
    var ignored = new DecidingPass(store, place).run(Consistency.STOPPED, OptionalLong.empty());
    long bytes = 0;
    for (Path file : dataFiles()) {
      bytes += before.contains(file) ? 0 : Files.size(file);
    }
    return bytes;
  }

  private List<Path> dataFiles() throws IOException {
    return BigContents.dataFiles(store.root()).stream()
        .filter(file -> !file.toString().endsWith(".unlisted"))
        .toList();
  }

  private void sealAndCompare() throws IOException {
    var ignored =
        store
            .seals()
            .seal(new SealRequest(KEY, Optional.empty(), "", "manual", OperationKey.random()));
    try (Stream<Path> names = Files.list(place.upper());
        StackView view = store.stacks(KEY).open(store.versions(KEY).newest())) {
      for (Path name : names.toList()) {
        ViewNode node =
            view.resolve(name.getFileName().toString().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(node).isNotNull();
        ByteBuffer bytes = ByteBuffer.allocate((int) node.inode().size());
        while (bytes.hasRemaining() && view.read(node, bytes.position(), bytes) > 0) {}
        assertThat(bytes.array()).as(name.toString()).isEqualTo(Files.readAllBytes(name));
      }
    }
  }

  private static void write(Path file, long at, byte[] bytes) throws IOException {
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(open.write(ByteBuffer.wrap(bytes), at)).isEqualTo(bytes.length);
    }
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var ignored = open.truncate(bytes);
    }
  }

  @Test
  void a_changed_block_is_shipped_alone() throws Exception {
    write(big, 3L * MIB + 5, random(2, 100));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
    write(big, MIB - 1, random(3, 2));
    assertThat(added()).as("two blocks").isEqualTo(2L * MIB);
    write(big, 3L * MIB, random(4, 1));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void the_first_block_is_shipped_alone() throws Exception {
    write(big, 0, random(2, 100));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void what_is_appended_is_shipped_with_the_block_it_begins_in() throws Exception {
    Files.write(big, random(2, 2 * MIB), StandardOpenOption.APPEND);
    assertThat(added()).isEqualTo(2L * MIB + 4096);
    Files.write(big, new byte[] {1}, StandardOpenOption.APPEND);
    assertThat(added()).isEqualTo(4096);
    sealAndCompare();
  }

  @Test
  void of_a_file_cut_short_at_most_one_block_is_shipped() throws Exception {
    truncate(big, 5L * MIB + 100);
    assertThat(added()).isEqualTo(4096);
    sealAndCompare();
    truncate(big, 4L * MIB);
    assertThat(added()).isZero();
    sealAndCompare();
  }

  @Test
  void a_hole_that_grows_or_is_filled_ships_its_block() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(20L * MIB);
    }
    assertThat(added()).as("the block with the old end").isEqualTo(4096);
    sealAndCompare();
    write(big, 15L * MIB + 8192, random(2, 4096));
    assertThat(added()).isEqualTo(4096);
    sealAndCompare();
  }

  @Test
  void a_file_that_an_editor_replaced_is_compared_by_its_name() throws Exception {
    byte[] content = Files.readAllBytes(big);
    content[6 * MIB] ^= 1;
    Path made = Files.write(home.resolve("made"), content);
    var ignored = Files.move(made, big, StandardCopyOption.ATOMIC_MOVE);
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void names_of_one_inode_and_copies_refer_to_the_same_data_files() throws Exception {
    Path link = Files.createLink(place.upper().resolve("z-link"), big);
    Path before = Files.createLink(place.upper().resolve("a-link"), big);
    assertThat(added()).isZero();
    write(big, 2L * MIB, random(2, 1));
    var copy = Files.copy(big, place.upper().resolve("copy"));
    assertThat(added()).isEqualTo(MIB);
    assertThat(before).hasSameBinaryContentAs(copy);
    sealAndCompare();
    write(link, 4L * MIB, random(3, 1));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void a_moved_file_is_not_shipped_again_wherever_its_blocks_lie() throws Exception {
    write(big, 2L * MIB, random(2, 1));
    assertThat(added()).isEqualTo(MIB);
    var moved = Files.move(big, place.upper().resolve("moved"));
    assertThat(added()).isZero();
    sealAndCompare();
    write(moved, 2L * MIB, random(3, 1));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void without_what_was_known_of_it_a_file_is_shipped_whole() throws Exception {
    try (Stream<Path> known = Files.list(home.resolve("blocks"))) {
      for (Path file : known.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        var ignored = Files.write(file, bytes);
      }
    }
    write(big, 0, random(2, 1));
    assertThat(added()).isEqualTo(8L * MIB + 4096);
    write(big, 0, random(3, 1));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void with_another_index_blocks_are_still_known() throws Exception {
    try (Stream<Path> runs = Files.list(place.index())) {
      for (Path run : runs.filter(p -> p.toString().endsWith(".run")).toList()) {
        truncate(run, 10);
      }
    }
    write(big, 0, random(2, 1));
    assertThat(added()).isEqualTo(MIB);
    sealAndCompare();
  }

  @Test
  void a_data_file_gone_from_the_store_is_not_referred_to() throws Exception {
    Path first = dataFiles().getFirst();
    for (String place : List.of("sync.reference.before", "sync.publish.after")) {
      write(big, 0, random(place.length(), 100));
      Files.deleteIfExists(first);
      FaultPoint.onReach(
          name -> {
            if (name.equals(place)) {
              Arrays.stream(home.resolve("store/data").toFile().listFiles())
                  .flatMap(shelf -> Arrays.stream(shelf.listFiles()))
                  .filter(file -> file.length() > 2L * MIB)
                  .forEach(file -> assertThat(file.delete()).isTrue());
              FaultPoint.onReach(null);
            }
          });
      assertThat(added()).as(place).isEqualTo(9L * MIB + 4096);
    }
  }

  @Test
  void a_data_file_in_the_trash_is_taken_back() throws Exception {
    write(big, 0, random(2, 1));
    var first = dataFiles().getFirst();
    Path trash = store.root().resolve("trash/data.%s.1".formatted(first.getFileName().toString()));
    var ignored = Files.move(first, trash);
    assertThat(added()).isEqualTo(9L * MIB + 4096);
    assertThat(trash).doesNotExist();
    assertThat(dataFiles()).hasSize(2);
    sealAndCompare();
  }

  @Test
  void prunes_between_leave_what_newer_versions_refer_to() throws Exception {
    for (int i = 0; i < 4; i++) {
      write(big, (long) i * MIB, random(10 + i, 9));
      assertThat(added()).isEqualTo(MIB);
      prune();
      sealAndCompare();
      prune();
      sealAndCompare();
    }
    assertThat(dataFiles()).hasSize(5);
  }

  private void prune() throws IOException {
    Prune.Waits none = new Prune.Waits(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      var pruned = store.prune(KEY).run(new Retention(1, 0, 0, 0, 0), none, OperationKey.random());
      assertThat(pruned.damaged()).isEmpty();
    }
  }

  @Test
  void a_file_changed_again_and_again_is_never_spread_over_many_data_files() throws Exception {
    Path sparse = Files.createFile(place.upper().resolve("sparse"));
    for (int i = 0; i < 40; i++) {
      write(sparse, (long) i * MIB, random(i, 32_768));
    }
    assertThat(added()).isEqualTo(40 * 32_768);
    long shipped = 0;
    for (int i = 0; i < 3 * BlockMap.MAX_FILES; i++) {
      write(sparse, i % 40L * MIB, random(100 + i, 32_768));
      shipped += added();
    }
    sealAndCompare();
    var layer = store.versions(KEY).newest().layers().getLast();
    assertThat(store.layers().get(layer).summary().data().size()).isBetween(2, BlockMap.MAX_FILES);
    assertThat(shipped).isLessThan(3L * BlockMap.MAX_FILES * 3 * 32_768);
  }

  /** Stops at one place. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void killed_anywhere_its_blocks_are_right_in_the_end() throws Exception {
    List<String> places =
        List.of(
            "sync.capture.after",
            "sync.data.before",
            "sync.data.after",
            "sync.reference.before",
            "sync.reference.after",
            "sync.publish.before",
            "sync.publish.after",
            "sync.blocks.after",
            "index.commit.before",
            "index.commit.after");
    for (int i = 0; i < places.size(); i++) {
      String place = places.get(i);
      write(big, (long) (i % 8) * MIB, random(10 + i, 9));
      FaultPoint.onReach(
          name -> {
            if (name.equals(place)) {
              throw new Stop();
            }
          });
      assertThatThrownBy(this::added).as(place).isInstanceOf(Stop.class);
      FaultPoint.onReach(null);
      assertThat(added()).as(place).isLessThanOrEqualTo(MIB);
      sealAndCompare();
      assertThat(blocks()).as(place).noneMatch(name -> name.endsWith(".new"));
    }
  }

  private List<String> blocks() {
    try (Stream<Path> files = Files.list(home.resolve("blocks"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void of_what_is_known_the_least_used_goes_first() throws Exception {
    BlockMaps maps = BlockMaps.open(home.resolve("blocks"), 1 << 20, 4);
    var known = blocks();
    BlockMap map = BlockMapFile.read(home.resolve("blocks").resolve(known.getFirst()));
    for (int i = 0; i < 10; i++) {
      maps.add(Digest.of(random(i, 32)), map);
      assertThat(maps.find(Digest.of(random(i, 32)))).isNotNull();
      maps.keep();
    }
    assertThat(blocks()).hasSizeLessThanOrEqualTo(4);
  }
}
