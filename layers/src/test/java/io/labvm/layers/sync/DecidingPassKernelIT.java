package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture on a real overlay, shipped to a real store, sealed, and seen by a fresh mount. */
@Tag(TestedKernel.OLD)
class DecidingPassKernelIT {
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
    FaultPoint.onReach(null);
    desktop.close();
  }

  private void change(int round) throws IOException {
    Files.writeString(merged.resolve("new-" + round), "content " + round);
    Files.createDirectories(merged.resolve("made/deep-" + round));
    Files.writeString(merged.resolve("made/deep-" + round + "/file"), "deep");
    Files.writeString(merged.resolve("file"), "changed " + round);
    Files.deleteIfExists(merged.resolve("dir/other"));
    Files.deleteIfExists(merged.resolve("new-" + (round - 1)));
  }

  @Test
  void what_is_shipped_and_sealed_is_what_the_desktop_shows() throws Exception {
    change(1);
    SyncResult first = desktop.once();
    assertThat(first.segments()).isEqualTo(1);
    assertThat(first.entries()).isPositive();
    desktop.sealAndCompare();
    change(2);
    change(3);
    assertThat(desktop.once().segments()).isEqualTo(1);
    change(4);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
  }

  @Test
  void nothing_changed_means_no_segment() throws Exception {
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    assertThat(desktop.once().segments()).isZero();
    desktop.sealAndCompare();
    assertThat(desktop.once().segments()).isZero();
    assertThat(desktop.staged()).isEmpty();
  }

  @Test
  void an_upper_that_is_continued_ships_on() throws Exception {
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.unmount();
    desktop.mount();
    change(2);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    desktop.unmount();
    desktop.mount();
    change(3);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
  }

  @Test
  void a_stale_epoch_ships_nothing() throws Exception {
    change(1);
    long ignored =
        desktop
            .store()
            .desktops()
            .takeEpoch(Desktop.KEY, new Holder("node-2", "u2"), OperationKey.random());
    assertThatThrownBy(() -> desktop.once())
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.STALE_EPOCH));
    assertThat(desktop.staged()).isEmpty();
  }

  @Test
  void a_store_that_vanished_loses_nothing() throws Exception {
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    change(2);
    Path away = Files.move(desktop.storeRoot, desktop.home.resolve("away"));
    assertThatThrownBy(() -> desktop.once())
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> assertThat(e.error()).isEqualTo(LayerError.STORE_UNAVAILABLE));
    Files.move(away, desktop.storeRoot);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
  }

  @Test
  void a_store_that_lost_its_last_segments_gets_their_changes_again() throws Exception {
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    change(2);
    assertThat(desktop.once().segments()).isEqualTo(1);
    change(3);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop
        .store()
        .desktops()
        .staging(Desktop.KEY, desktop.place().upperId())
        .remove(List.of(3L, 2L));
    change(4);
    assertThat(desktop.once().segments()).isEqualTo(1);
    assertThat(desktop.staged()).containsExactly(1L, 2L);
    desktop.sealAndCompare();
  }

  @Test
  void a_lost_index_is_made_again_from_what_was_shipped() throws Exception {
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    desktop.sealAndCompare();
    change(2);
    assertThat(desktop.once().segments()).isEqualTo(1);
    io.labvm.layers.durable.Durable.remove(desktop.state().index());
    change(3);
    SyncResult result = desktop.once();
    assertThat(result.segments()).isEqualTo(1);
    desktop.sealAndCompare();
  }

  /** Thrown at a fault point: everything in memory is lost, as by a kill. */
  private static final class Killed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Killed(String name) {
      super(new IOException("killed at " + name));
    }
  }

  @Test
  void killed_between_any_two_steps_it_converges() throws Exception {
    List<String> points = new ArrayList<>();
    FaultPoint.onReach(points::add);
    change(1);
    assertThat(desktop.once().segments()).isEqualTo(1);
    int round = 2;
    for (String point : new TreeSet<>(points)) {
      change(round++);
      FaultPoint.onReach(
          name -> {
            if (name.equals(point)) {
              throw new Killed(name);
            }
          });
      assertThatThrownBy(() -> desktop.once()).isInstanceOf(Killed.class);
      FaultPoint.onReach(null);
      change(round++);
      SyncResult ignored = desktop.once();
      desktop.sealAndCompare();
    }
    assertThat(points).contains("sync.publish.before", "sync.publish.after", "index.commit.after");
  }
}
