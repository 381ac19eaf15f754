package io.labvm.layers.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files stay as long as anything refers to them, and then go. */
class DataSweepTest {
  private static final DesktopKey DESKTOP = ShippedDesktop.DESKTOP;
  private static final Retention LAST = new Retention(1, 0, 0, 0, 0);
  private static final int SIZE = 8192;

  @TempDir private Path home;
  private final AtomicReference<String> fault = new AtomicReference<>("");
  private final AtomicReference<Reaction> reaction = new AtomicReference<>(() -> {});
  private ShippedDesktop desktop;

  /** What happens at a fault point. */
  private interface Reaction {
    void run() throws IOException;
  }

  @BeforeEach
  void makeDesktop() throws Exception {
    desktop = ShippedDesktop.create(home);
    FaultPoint.onReach(
        name -> {
          if (name.equals(fault.get())) {
            fault.set("");
            reaction.get().run();
          }
        });
  }

  @AfterEach
  void reachNothing() {
    FaultPoint.onReach(null);
  }

  private static byte[] content(char filling) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) filling);
    return bytes;
  }

  private Digest store(char filling) throws IOException {
    Path made = Files.write(home.resolve("made"), content(filling));
    Digest id = Digest.parse(Digests.sha256(made));
    boolean ignored = desktop.store().dataPool().add(id, made);
    return id;
  }

  private static DeltaBuilder referring(char filling, Digest id) {
    ContentDigest digest = new ContentDigest(SIZE, DeltaBuilder.whole(SIZE));
    digest.update(ByteBuffer.wrap(content(filling)));
    Body body = new Body.Data(SIZE, digest.finish(), List.of(new Part(0, SIZE, id, 0)));
    return new DeltaBuilder().node("big", DeltaBuilder.attributes(FileType.REGULAR, 0644), 0, body);
  }

  private Pruned prune() throws IOException {
    return desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.NOW, OperationKey.random());
  }

  /** As often as it takes for what is named nowhere to go for good. */
  private void pruneLong() throws IOException {
    for (int i = 0; i < 4; i++) {
      var ignored = prune();
      desktop.later(Duration.ofMinutes(11));
    }
  }

  private boolean isThere(Digest id) throws IOException {
    return desktop.store().dataPool().exists(id);
  }

  @Test
  void one_that_nothing_refers_to_goes_after_two_listings_and_the_trash() throws Exception {
    Digest id = store('a');
    assertThat(prune().data()).isEmpty();
    assertThat(prune().data()).as("ten minutes have not passed").isEmpty();
    desktop.later(Duration.ofMinutes(10));
    Pruned second =
        desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.SAFE, OperationKey.random());
    assertThat(second.data()).containsExactly(id);
    assertThat(second.freed()).isZero();
    assertThat(isThere(id)).isFalse();
    desktop.later(Duration.ofHours(25));
    assertThat(desktop.store().prune(DESKTOP).run(LAST, Prune.Waits.SAFE, OperationKey.random()))
        .satisfies(pruned -> assertThat(pruned.freed()).isEqualTo(SIZE));
    assertThat(desktop.root().resolve("trash")).isEmptyDirectory();
  }

  @Test
  void a_staged_segment_keeps_its_data_files() throws Exception {
    Digest id = store('a');
    var ignored = desktop.ship(referring('a', id));
    pruneLong();
    assertThat(isThere(id)).isTrue();
    assertThat(desktop.seal("s1").version()).isEqualTo(1);
    pruneLong();
    assertThat(isThere(id)).isTrue();
    assertThat(desktop.read(1, "big")).contains(new String(content('a'), UTF_8));
  }

  @Test
  void a_pruned_version_takes_only_what_the_next_does_not_need() throws Exception {
    Digest old = store('a');
    Digest kept = store('b');
    var first = desktop.ship(referring('a', old));
    assertThat(desktop.seal("s1").version()).isEqualTo(1);
    var second = desktop.ship(referring('b', kept));
    assertThat(first).isNotEqualTo(second);
    assertThat(desktop.seal("s2").version()).isEqualTo(2);
    assertThat(Statistics.of(desktop.store()).data()).isEqualTo(2 * SIZE);
    assertThat(desktop.store().lines(DESKTOP).restore(0, Lines.Staged.KEEP, key("back")).number())
        .isEqualTo(3);
    desktop.start("u2", 3);
    var third = desktop.ship("u2", referring('b', kept));
    assertThat(third).isNotEqualTo(second);
    assertThat(desktop.seal("s4").version()).isEqualTo(4);
    desktop.later(Duration.ofDays(8));
    pruneLong();
    assertThat(desktop.versions().numbers()).doesNotContain(1, 2);
    pruneLong();
    assertThat(isThere(old)).isFalse();
    assertThat(isThere(kept)).isTrue();
    assertThat(desktop.read(4, "big")).contains(new String(content('b'), UTF_8));
    assertThat(Verify.of(desktop.store(), Optional.empty(), DataShare.ALL).damaged()).isEmpty();
  }

  @Test
  void a_segment_published_while_its_data_file_moves_gets_it_back() throws Exception {
    Digest id = store('a');
    assertThat(prune().data()).isEmpty();
    desktop.later(Duration.ofMinutes(11));
    reaction.set(
        () -> {
          var ignored = desktop.ship(referring('a', id));
        });
    for (String place : List.of("prune.data.after")) {
      fault.set(place);
      assertThat(prune().data()).as(place).isEmpty();
      assertThat(isThere(id)).as(place).isTrue();
    }
  }

  @Test
  void one_that_is_referred_to_again_comes_back_from_the_trash() throws Exception {
    Digest id = store('a');
    assertThat(prune().data()).isEmpty();
    desktop.later(Duration.ofMinutes(11));
    reaction.set(
        () -> {
          var ignored = desktop.ship(referring('a', id));
        });
    fault.set("prune.data-trash.before");
    assertThat(prune().data()).containsExactly(id);
    assertThat(isThere(id)).isTrue();
  }

  @Test
  void a_prune_killed_anywhere_goes_on_with_the_next() throws Exception {
    for (String place :
        List.of("prune.data.before", "prune.data.after", "prune.data-trash.before")) {
      Digest id = store('a');
      assertThat(prune().data()).isEmpty();
      desktop.later(Duration.ofMinutes(11));
      reaction.set(
          () -> {
            throw new IOException("killed");
          });
      fault.set(place);
      assertThatThrownBy(this::prune).as(place).hasMessage("killed");
      pruneLong();
      assertThat(isThere(id)).as(place).isFalse();
      assertThat(desktop.root().resolve("trash")).as(place).isEmptyDirectory();
    }
  }

  @Test
  void what_a_dead_prune_took_from_the_trash_comes_back_when_it_is_needed() throws Exception {
    Digest id = store('a');
    assertThat(prune().data()).isEmpty();
    desktop.later(Duration.ofMinutes(11));
    reaction.set(
        () -> {
          throw new IOException("killed");
        });
    fault.set("prune.data-trash.before");
    assertThatThrownBy(this::prune).hasMessage("killed");
    assertThat(isThere(id)).isFalse();
    assertThat(desktop.store().dataPool().wholeBytes(id)).isEqualTo(SIZE);
    assertThat(isThere(id)).isTrue();
  }

  @Test
  void what_is_taken_back_before_a_prune_removes_it_stays() throws Exception {
    Digest id = store('a');
    assertThat(prune().data()).isEmpty();
    desktop.later(Duration.ofMinutes(11));
    reaction.set(() -> assertThat(desktop.store().dataPool().wholeBytes(id)).isEqualTo(SIZE));
    fault.set("prune.data-trash.before");
    assertThat(prune().freed()).isZero();
    assertThat(isThere(id)).isTrue();
  }

  @Test
  void nothing_goes_while_a_segment_cannot_be_read() throws Exception {
    Digest id = store('a');
    var ignored = desktop.ship(referring('a', id));
    Path segment = desktop.store().desktops().staging(DESKTOP, ShippedDesktop.UPPER).segment(1);
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length / 2));
    pruneLong();
    assertThat(isThere(id)).isTrue();
    Files.write(segment, whole);
    assertThat(desktop.seal("s1").version()).isEqualTo(1);
  }

  @Test
  void a_missing_or_damaged_one_is_named_and_its_version_not_sound() throws Exception {
    Digest id = store('a');
    var ignored = desktop.ship(referring('a', id));
    Path file = desktop.store().dataPool().file(id);
    Path away = home.resolve("away");
    var moved = Files.move(file, away);
    assertNamed(DataShare.NONE, id, "the segment refers to it");
    var back = Files.move(away, file);
    assertThat(moved).isNotEqualTo(back);
    assertThat(desktop.seal("s1").version()).isEqualTo(1);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(5000);
      access.write('x');
    }
    assertNamed(DataShare.ALL, id, "other content");
    assertThat(desktop.versions().marks(1).isDamaged()).isTrue();
    Files.delete(file);
    assertNamed(DataShare.NONE, id, "missing");
  }

  private void assertNamed(DataShare share, Digest id, String what) throws IOException {
    assertThat(Verify.of(desktop.store(), Optional.empty(), share).damaged())
        .as(what)
        .anySatisfy(text -> assertThat(text).contains(id.toString()));
  }

  private static OperationKey key(String operation) {
    return new OperationKey(operation);
  }
}
