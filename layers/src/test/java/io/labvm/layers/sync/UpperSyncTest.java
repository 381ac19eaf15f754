package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentWriter;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Staging;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpperSyncTest {
  private static final DesktopKey KEY = Uppers.DESKTOP;
  private static final String UPPER = Uppers.UPPER;

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

  private UpperSync open() throws IOException {
    return UpperSync.open(store, place, SegmentGate.OPEN);
  }

  private Staging staging() {
    return store.desktops().staging(KEY, UPPER);
  }

  /** Writes a file into the upper and ships what the pass finds. */
  private void ship(String name) throws IOException {
    Files.writeString(place.upper().resolve(name), name);
    try (UpperSync sync = open()) {
      sync.ship(sync.capture(Consistency.FROZEN));
    }
  }

  private Sealed seal(Optional<Covers> upTo) throws IOException {
    return store.seals().seal(new SealRequest(KEY, upTo, "", "manual", OperationKey.random()));
  }

  private void stage(long number, @Nullable Digest predecessor, boolean commit) throws IOException {
    Path file = home.resolve("made");
    SegmentHeader header =
        new SegmentHeader(
            UPPER,
            number,
            place.epoch(),
            predecessor,
            1,
            Consistency.FROZEN,
            Instant.parse("2026-01-01T00:00:00Z"));
    try (SegmentWriter writer = SegmentWriter.create(file, header)) {
      new DeltaBuilder().file("foreign", "foreign").build().writeTo(writer);
      var ignored = writer.finish(commit);
    }
    staging().publish(number, file);
    Files.delete(file);
  }

  private static Digest foreign() {
    byte[] bytes = new byte[Digest.BYTES];
    bytes[0] = 1;
    return Digest.of(bytes);
  }

  @Test
  void an_empty_index_under_a_staged_chain_is_made_again_and_nothing_removed() throws IOException {
    ship("one");
    ship("two");
    Durable.remove(place.index());
    try (UpperSync sync = open()) {
      assertThat(sync.index().head().segment()).isEqualTo(2);
      assertThat(staging().numbers()).containsExactly(1L, 2L);
    }
    ship("three");
    assertThat(seal(Optional.empty()).version()).isEqualTo(1);
  }

  /** Stops at one place. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void a_rebuild_killed_anywhere_is_made_again() throws IOException {
    ship("one");
    for (String step : List.of("made", "away", "published", "done")) {
      try (Stream<Path> runs = Files.list(place.index())) {
        for (Path run : runs.filter(r -> r.toString().endsWith(".run")).toList()) {
          Files.writeString(run, "broken");
        }
      }
      FaultPoint.onReach(
          name -> {
            if (name.equals("sync.rebuild." + step)) {
              throw new Stop();
            }
          });
      assertThatThrownBy(this::open).as(step).isInstanceOf(Stop.class);
      FaultPoint.onReach(null);
      try (UpperSync sync = open()) {
        assertThat(sync.index().head().segment()).as(step).isEqualTo(1);
        assertThat(staging().numbers()).as(step).containsExactly(1L);
      }
      assertThat(home.resolve("index.old")).as(step).doesNotExist();
      assertThat(home.resolve("index.made")).as(step).doesNotExist();
    }
  }

  @Test
  void a_first_batch_without_a_commit_goes_when_the_next_is_shipped() throws IOException {
    stage(1, null, false);
    stage(2, foreign(), false);
    try (UpperSync sync = open()) {
      assertThat(sync.reconcile()).isFalse();
      assertThat(staging().numbers()).containsExactly(1L, 2L);
    }
    ship("one");
    assertThat(staging().numbers()).containsExactly(1L);
    assertThat(seal(Optional.empty()).version()).isEqualTo(1);
  }

  @Test
  void a_chain_that_does_not_start_at_the_sealed_segment_is_shipped_again() throws IOException {
    ship("one");
    Covers first;
    try (UpperSync sync = open()) {
      first = new Covers(UPPER, 1, sync.index().head().digest());
    }
    ship("two");
    ship("three");
    assertThat(seal(Optional.of(first)).version()).isEqualTo(1);
    stage(2, foreign(), false);
    try (UpperSync sync = open()) {
      assertThat(sync.index().head().segment()).isEqualTo(1);
      assertThat(staging().numbers()).isEmpty();
    }
    ship("four");
    assertThat(seal(Optional.empty()).version()).isEqualTo(2);
  }

  @Test
  void an_upper_that_cannot_be_opened_leaves_no_descriptor() throws IOException {
    ship("one");
    Files.writeString(place.index().resolve("upper"), "other\n");
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(this::open).isInstanceOf(LayerException.class);
    }
    assertThat(descriptors()).isLessThan(before + 25);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
