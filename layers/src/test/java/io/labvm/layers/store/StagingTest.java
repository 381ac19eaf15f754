package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final DesktopKey DESKTOP = new DesktopKey("d1");

  @TempDir private Path temporary;
  private Store store;
  private Path made;

  @BeforeEach
  void makeDesktop() throws Exception {
    store = Store.create(temporary.resolve("store"));
    store.desktops().create(DESKTOP, new BaseId("b", 1), new OperationKey("op-1"));
    made = Files.writeString(temporary.resolve("made"), "segment");
  }

  @Test
  void a_segment_is_there_whole_and_nothing_is_left_under_tmp() throws Exception {
    Staging staging = store.desktops().staging(DESKTOP, "upper-1");
    assertThat(staging.numbers()).isEmpty();
    staging.publish(1, made);
    staging.publish(2, made);
    staging.publish(10, made);
    assertThat(staging.numbers()).containsExactly(1L, 2L, 10L);
    assertThat(staging.segment(10)).hasContent("segment");
    try (Stream<Path> names = Files.list(store.root().resolve("tmp"))) {
      assertThat(names).isEmpty();
    }
    staging.remove(List.of(10L, 2L));
    staging.remove(List.of(2L));
    assertThat(staging.numbers()).containsExactly(1L);
  }

  @Test
  void a_number_written_anew_replaces_the_void_one() throws Exception {
    Staging staging = store.desktops().staging(DESKTOP, "upper-1");
    staging.publish(1, made);
    staging.publish(1, Files.writeString(temporary.resolve("anew"), "anew"));
    assertThat(staging.segment(1)).hasContent("anew");
  }

  @Test
  void uppers_do_not_see_each_other() throws Exception {
    store.desktops().staging(DESKTOP, "upper-1").publish(1, made);
    assertThat(store.desktops().staging(DESKTOP, "upper-2").numbers()).isEmpty();
    assertThatThrownBy(() -> store.desktops().staging(DESKTOP, "../other"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_vanished_store_is_not_made_again() throws Exception {
    Staging staging = store.desktops().staging(DESKTOP, "upper-1");
    Durable.remove(store.root());
    assertThatThrownBy(() -> staging.publish(1, made))
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> assertThat(e.error()).isEqualTo(LayerError.STORE_UNAVAILABLE));
    assertThat(store.root()).doesNotExist();
  }

  @Test
  void only_the_holder_of_the_highest_epoch_may_go_on() throws Exception {
    DesktopStore desktops = store.desktops();
    Holder holder = new Holder("node-1", "upper-1");
    long first = desktops.takeEpoch(DESKTOP, holder, new OperationKey("start-1"));
    desktops.requireEpoch(DESKTOP, first);
    long second = desktops.takeEpoch(DESKTOP, holder, new OperationKey("start-2"));
    assertThatThrownBy(() -> desktops.requireEpoch(DESKTOP, first))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.STALE_EPOCH));
    Durable.remove(store.root());
    assertThatThrownBy(() -> desktops.requireEpoch(DESKTOP, second))
        .isInstanceOfSatisfying(
            LayerException.class,
            e -> assertThat(e.error()).isEqualTo(LayerError.STORE_UNAVAILABLE));
  }
}
