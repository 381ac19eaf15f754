package io.labvm.layers.sync;

import static io.labvm.layers.sync.BigContents.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Store;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents from 1 MiB on are shipped once, as data files that segments and images refer to. */
class BigContentTest {
  private static final DesktopKey KEY = Uppers.DESKTOP;
  private static final String UPPER = Uppers.UPPER;
  private static final int MIB = 1 << 20;

  @TempDir private Path home;
  private Store store;
  private SyncedUpper place;

  @BeforeEach
  void begin() throws IOException {
    place = Uppers.ofNewStore(home);
    store = Store.open(home.resolve("store"));
  }

  @AfterEach
  void restoreFaults() {
    FaultPoint.onReach(null);
  }

  private Path upper(String name) {
    return place.upper().resolve(name);
  }

  private void ship() throws IOException {
    try (UpperSync sync = UpperSync.open(store, place, SegmentGate.OPEN)) {
      sync.ship(sync.capture(Consistency.FROZEN));
    }
  }

  private Sealed seal() throws IOException {
    return store
        .seals()
        .seal(new SealRequest(KEY, Optional.empty(), "", "manual", OperationKey.random()));
  }

  private List<Path> dataFiles() throws IOException {
    return BigContents.dataFiles(store.root());
  }

  /** What the newest version has at a name. */
  private byte[] sealed(String name) throws IOException {
    try (StackView view = store.stacks(KEY).open(store.versions(KEY).newest())) {
      ViewNode node = view.resolve(name.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(node).isNotNull();
      ByteBuffer bytes = ByteBuffer.allocate((int) node.inode().size());
      while (bytes.hasRemaining() && view.read(node, bytes.position(), bytes) > 0) {}
      return bytes.array();
    }
  }

  @Test
  void a_big_file_goes_to_a_data_file_named_by_its_digest_and_a_small_one_does_not()
      throws Exception {
    byte[] big = random(1, 3 * MIB + 5);
    Files.write(upper("big"), big);
    Files.write(upper("small"), random(2, MIB - 1));
    ship();
    assertThat(dataFiles()).hasSize(1);
    Path data = dataFiles().getFirst();
    assertThat(Files.size(data)).isEqualTo(3L * MIB + 4096);
    assertThat(data.getFileName()).hasToString(Digests.sha256(data));
    assertThat(Files.size(store.desktops().staging(KEY, UPPER).segment(1))).isLessThan(MIB + 4096);
    long bytes = seal().bytes();
    assertThat(bytes).isLessThan(MIB + 100_000);
    assertThat(sealed("big")).isEqualTo(big);
    assertThat(sealed("small")).isEqualTo(random(2, MIB - 1));
  }

  @Test
  void of_a_sparse_file_only_its_data_is_kept() throws Exception {
    byte[] data = random(3, MIB);
    try (FileChannel file =
        FileChannel.open(upper("sparse"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at : new long[] {4096, 5L * MIB + 100, 9L * MIB - 77}) {
        int ignored = file.write(ByteBuffer.wrap(data), at);
      }
    }
    byte[] whole = Files.readAllBytes(upper("sparse"));
    ship();
    assertThat(dataFiles()).hasSize(1);
    assertThat(Files.size(dataFiles().getFirst())).isLessThan(3L * MIB + 3 * 4096);
    var ignored = seal();
    assertThat(sealed("sparse")).isEqualTo(whole);
    ship();
    assertThat(seal().created()).as("nothing changed").isFalse();
  }

  /** Else whoever has the content ships nothing of it, and trusts what cannot be read. */
  @Test
  void a_data_file_that_is_not_what_its_name_says_is_replaced_by_who_has_the_content()
      throws Exception {
    Files.write(upper("big"), random(4, 2 * MIB));
    ship();
    Path data = dataFiles().getFirst();
    byte[] sound = Files.readAllBytes(data);
    byte[] rotten = sound.clone();
    rotten[MIB] ^= 1;
    Files.write(data, rotten);
    Files.delete(upper("big"));
    Durable.remove(place.index().resolveSibling("blocks"));
    Files.write(upper("other"), random(4, 2 * MIB));
    ship();
    assertThat(dataFiles()).containsExactly(data);
    assertThat(Files.readAllBytes(data)).isEqualTo(sound);
  }

  @Test
  void the_same_content_is_written_once() throws Exception {
    Files.write(upper("big"), random(4, 2 * MIB));
    ship();
    Object written = Files.getAttribute(dataFiles().getFirst(), "unix:ino");
    Path renamed = Files.move(upper("big"), upper("renamed"));
    Files.write(upper("twin"), random(4, 2 * MIB));
    Path link = Files.createLink(upper("link"), renamed);
    ship();
    assertThat(dataFiles()).hasSize(1);
    assertThat(Files.getAttribute(dataFiles().getFirst(), "unix:ino")).isEqualTo(written);
    var ignored = seal();
    assertThat(sealed(link.getFileName().toString())).isEqualTo(random(4, 2 * MIB));
    assertThat(sealed("twin")).isEqualTo(random(4, 2 * MIB));
  }

  @Test
  void what_a_prune_took_away_while_it_was_shipped_is_there_in_the_end() throws Exception {
    Files.write(upper("big"), random(5, 2 * MIB));
    FaultPoint.onReach(
        name -> {
          if (name.equals("sync.publish.before")) {
            assertThat(dataFilesUnchecked().getFirst().toFile().delete()).isTrue();
          }
        });
    ship();
    assertThat(dataFiles()).hasSize(1);
  }

  private List<Path> dataFilesUnchecked() {
    try {
      return dataFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops at one place. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void killed_anywhere_it_is_shipped_again_whole() throws Exception {
    List<String> places =
        List.of(
            "sync.capture.after",
            "sync.data.before",
            "sync.data.after",
            "sync.publish.before",
            "sync.publish.after",
            "index.commit.before",
            "index.commit.after");
    for (int i = 0; i < places.size(); i++) {
      String place = places.get(i);
      byte[] big = random(10 + i, 2 * MIB);
      Files.write(upper("big"), big);
      FaultPoint.onReach(
          name -> {
            if (name.equals(place)) {
              throw new Stop();
            }
          });
      assertThatThrownBy(this::ship).as(place).isInstanceOf(Stop.class);
      FaultPoint.onReach(null);
      ship();
      assertThat(seal().created()).as(place).isTrue();
      assertThat(sealed("big")).as(place).isEqualTo(big);
      assertThat(home.resolve("spool/u1/data")).as(place).isEmptyDirectory();
    }
  }

  @Test
  void more_big_files_than_an_image_has_places_for_are_all_there() throws Exception {
    for (int i = 0; i < 70; i++) {
      Files.write(upper("big-" + i), random(100 + i, MIB));
    }
    ship();
    assertThat(dataFiles()).hasSize(70);
    var layer = seal().layer().orElseThrow();
    assertThat(store.layers().get(layer).summary().data()).hasSize(64);
    for (int i = 0; i < 70; i++) {
      assertThat(sealed("big-" + i)).isEqualTo(random(100 + i, MIB));
    }
  }
}
