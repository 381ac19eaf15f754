package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.durable.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealsTest {
  @TempDir private Path home;

  private static DeltaBuilder change(String text) {
    return new DeltaBuilder().file("etc/hostname", text).file("home/mine", text);
  }

  @Test
  void what_was_shipped_becomes_a_version() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    Covers first = desktop.ship(change("one"));
    desktop.ship(new DeltaBuilder().whiteout("usr/tool").file("home/mine", "two"));
    Covers head = desktop.ship(new DeltaBuilder().file("new", "three"));
    Sealed sealed = desktop.seal("op");
    assertThat(sealed.version()).isEqualTo(1);
    assertThat(sealed.created()).isTrue();
    assertThat(sealed.seconds()).containsKeys("check", "fold", "verify", "publish", "clean");
    Version version = desktop.versions().get(1);
    assertThat(version.covers()).contains(head);
    assertThat(version.layers()).containsExactly(sealed.layer().orElseThrow());
    assertThat(version.consistency().code()).isEqualTo("frozen");
    assertThat(version.completeUpTo()).isEqualTo("2026-01-01T00:00:03Z");
    assertThat(desktop.read(1, "etc/hostname")).contains("one");
    assertThat(desktop.read(1, "home/mine")).contains("two");
    assertThat(desktop.read(1, "new")).contains("three");
    assertThat(desktop.read(1, "usr/tool")).isEmpty();
    assertThat(desktop.read(0, "usr/tool")).contains("tool\n");
    assertThat(desktop.store().desktops().staging(ShippedDesktop.DESKTOP, "u1").numbers())
        .isEmpty();
    assertThat(desktop.root().resolve("tmp")).isEmptyDirectory();
    assertThat(desktop.seal("again", Optional.of(first)).created()).as("covered").isFalse();
  }

  @Test
  void recovery_ends_before_what_is_damaged() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    Covers first = desktop.ship(change("one"));
    desktop.ship(new DeltaBuilder().file("home/mine", "the second"));
    desktop.ship(new DeltaBuilder().file("home/other", "the third"));
    Path second = desktop.store().desktops().staging(ShippedDesktop.DESKTOP, "u1").segment(2);
    byte[] bytes = Files.readAllBytes(second);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("the second");
    bytes[at] ^= 1; // content, which the digest of the segment does not cover
    Files.write(second, bytes);
    assertThatThrownBy(() -> desktop.seal("usual")).isInstanceOf(LayerException.class);
    SealRequest recovery =
        new SealRequest(
            ShippedDesktop.DESKTOP,
            Optional.empty(),
            "",
            "node-lost",
            new OperationKey("recovery"),
            true);
    Sealed sealed = desktop.store().seals().seal(recovery);
    assertThat(sealed.version()).isEqualTo(1);
    assertThat(desktop.versions().get(1).covers()).contains(first);
    assertThat(desktop.read(1, "home/mine")).contains("one");
    assertThat(desktop.store().desktops().staging(ShippedDesktop.DESKTOP, "u1").numbers())
        .containsExactly(2L, 3L);
    assertThat(desktop.store().seals().seal(recovery).version()).as("repeated").isEqualTo(1);
  }

  @Test
  void nothing_staged_is_the_current_version() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    assertThat(desktop.seal("op").created()).isFalse();
    desktop.ship(change("one"));
    assertThat(desktop.seal("op").version()).isEqualTo(1);
    Sealed again = desktop.seal("op-2");
    assertThat(again.version()).isEqualTo(1);
    assertThat(again.created()).isFalse();
    assertThat(desktop.seal("op").created()).as("the same operation").isTrue();
    assertThat(desktop.versions().numbers()).containsExactly(1, 0);
  }

  @Test
  void a_chain_goes_on_from_version_to_version() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    assertThat(desktop.seal("op-1").version()).isEqualTo(1);
    Covers second = desktop.ship(change("two"));
    desktop.ship(change("three"));
    assertThat(desktop.seal("op-2", Optional.of(second)).version()).isEqualTo(2);
    assertThat(desktop.read(2, "home/mine")).contains("two");
    assertThat(desktop.seal("op-3").version()).isEqualTo(3);
    assertThat(desktop.read(3, "home/mine")).contains("three");
    assertThat(desktop.versions().get(3).layers()).hasSize(3);
  }

  @Test
  void a_batch_without_its_commit_does_not_exist() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    Covers tail = desktop.ship("u1", change("two").build(), false);
    assertThat(desktop.seal("op").version()).isEqualTo(1);
    assertThat(desktop.read(1, "home/mine")).contains("one");
    assertThat(desktop.seal("op-2").created()).isFalse();
    assertThatThrownBy(() -> desktop.seal("op-3", Optional.of(tail)))
        .hasMessageContaining("not the end of a batch");
  }

  @Test
  void a_chain_that_does_not_continue_the_version_is_left_behind() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    assertThat(desktop.seal("op-1").version()).isEqualTo(1);
    Version restored =
        desktop
            .store()
            .lines(ShippedDesktop.DESKTOP)
            .restore(0, Lines.Staged.KEEP, new OperationKey("back"));
    assertThat(restored.number()).isEqualTo(2);
    desktop.ship(change("two"));
    assertRefused(() -> desktop.seal("op-2"), "left behind");
    // Another upper, mounted on the restored version, is sealed as usual.
    desktop.start("u2", 2);
    desktop.ship("u2", change("three"));
    assertThat(desktop.seal("op-3").version()).isEqualTo(3);
    assertThat(desktop.read(3, "home/mine")).contains("three");
  }

  @Test
  void what_a_version_holds_is_not_left_behind_when_one_goes_back() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    Covers first = desktop.ship(change("one"));
    Covers last = desktop.ship(change("two"));
    assertThat(desktop.seal("op-1").version()).isEqualTo(1);
    Version restored =
        desktop
            .store()
            .lines(ShippedDesktop.DESKTOP)
            .restore(0, Lines.Staged.KEEP, new OperationKey("back"));
    for (Optional<Covers> head : List.of(Optional.of(first), Optional.of(last))) {
      Sealed sealed = desktop.seal("op-2", head);
      assertThat(sealed.created()).isFalse();
      assertThat(sealed.version()).isEqualTo(restored.number());
    }
    Covers more = desktop.ship(change("three"));
    assertRefused(() -> desktop.seal("op-3", Optional.of(more)), "left behind");
  }

  @Test
  void a_segment_of_another_chain_is_refused() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    desktop.ship(change("two"));
    // The first one was written anew after the second had been made over the old one.
    desktop.start("u1", 0);
    desktop.ship(change("other"));
    assertRefused(() -> desktop.seal("op"), "left behind");
    assertThat(desktop.versions().numbers()).containsExactly(0);
  }

  private static void assertRefused(Callable<?> call, String message) {
    assertThatThrownBy(call::call)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
  }

  @Test
  void many_segments_are_folded_in_steps() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(new DeltaBuilder().whiteout("usr/tool").file("file-0", "x"));
    for (int i = 1; i < 150; i++) {
      DeltaBuilder delta = new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "x");
      desktop.ship(i % 3 == 0 ? delta.whiteout("file-" + (i - 1)) : delta);
    }
    assertThat(desktop.seal("op").version()).isEqualTo(1);
    assertThat(desktop.read(1, "counter")).contains("at 149");
    assertThat(desktop.read(1, "usr/tool")).isEmpty();
    assertThat(desktop.read(1, "file-149")).contains("x");
    assertThat(desktop.read(1, "file-146")).isEmpty();
    // Whiteouts of what the base never had are gone.
    Digests digests = new Digests(desktop);
    assertThat(digests.whiteouts()).isEqualTo(1);
  }

  /** Three segments, in each of which the next names of two groups stand. */
  private static List<DeltaBuilder> linkedBatch() {
    List<DeltaBuilder> parts = new ArrayList<>();
    parts.add(new DeltaBuilder().opaque("d", 0711).file("d/a", 1, "one").file("d/b", 2, "two"));
    parts.add(new DeltaBuilder().directory("d", 0711).file("d/c", 2, "two").file("d/d", 1, "one"));
    parts.add(new DeltaBuilder().directory("d", 0711).file("d/e", 1, "one").file("f", 2, "two"));
    return parts;
  }

  private static DeltaBuilder linkedWhole() {
    return new DeltaBuilder()
        .opaque("d", 0711)
        .file("d/a", 1, "one")
        .file("d/b", 2, "two")
        .file("d/c", 2, "two")
        .file("d/d", 1, "one")
        .file("d/e", 1, "one")
        .file("f", 2, "two");
  }

  @Test
  void hard_links_of_a_batch_stay_one_file_wherever_the_fold_is_cut() throws Exception {
    ShippedDesktop whole = ShippedDesktop.create(Files.createDirectory(home.resolve("whole")));
    DeltaBuilder before = new DeltaBuilder();
    DeltaBuilder after = new DeltaBuilder().file("g", 1, "other").file("h", 1, "other");
    for (int i = 0; i < 63; i++) {
      before.file("before-" + i, "x");
    }
    whole.ship(before);
    whole.ship(linkedWhole());
    whole.ship(after);
    ShippedDesktop cut = ShippedDesktop.create(Files.createDirectory(home.resolve("cut")));
    for (int i = 0; i < 63; i++) {
      cut.ship(new DeltaBuilder().file("before-" + i, "x"));
    }
    cut.shipBatch(linkedBatch());
    cut.ship(after);
    assertThat(cut.seal("op").layer()).isEqualTo(whole.seal("op").layer());
  }

  @Test
  void a_batch_of_more_segments_than_are_open_at_once_is_one_delta() throws Exception {
    DeltaBuilder all = new DeltaBuilder();
    List<DeltaBuilder> parts = new ArrayList<>();
    for (int i = 100; i < 180; i++) {
      all.file("d/name-" + i, 1, "linked").file("d/single-" + i, "x");
    }
    for (int i = 100; i < 180; i++) {
      parts.add(new DeltaBuilder().file("d/name-" + i, 1, "linked"));
    }
    for (int i = 100; i < 180; i++) {
      parts.add(new DeltaBuilder().file("d/single-" + i, "x"));
    }
    ShippedDesktop whole = ShippedDesktop.create(Files.createDirectory(home.resolve("whole")));
    whole.ship(all);
    ShippedDesktop cut = ShippedDesktop.create(Files.createDirectory(home.resolve("cut")));
    cut.shipBatch(parts);
    assertThat(cut.seal("op").layer()).isEqualTo(whole.seal("op").layer());
  }

  @Test
  void a_segment_replaced_behind_the_check_is_not_sealed() throws Exception {
    ShippedDesktop other = ShippedDesktop.create(Files.createDirectory(home.resolve("other")));
    other.ship(change("other"));
    Path replacement = other.store().desktops().staging(ShippedDesktop.DESKTOP, "u1").segment(1);
    ShippedDesktop desktop = ShippedDesktop.create(Files.createDirectory(home.resolve("this")));
    desktop.ship(change("one"));
    Staging staging = desktop.store().desktops().staging(ShippedDesktop.DESKTOP, "u1");
    try (var _ = Faults.once("seal.fold.before", () -> staging.publish(1, replacement))) {
      assertThatThrownBy(() -> desktop.seal("op"))
          .isInstanceOfSatisfying(
              LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.BUSY));
    }
    assertThat(desktop.versions().numbers()).containsExactly(0);
  }

  private record Digests(ShippedDesktop desktop) {
    long whiteouts() throws IOException {
      var layer = desktop.versions().newest().layers().getLast();
      return desktop.store().layers().get(layer).summary().whiteouts();
    }
  }

  @Test
  void two_who_seal_at_once_make_one_version() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    List<Callable<Sealed>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String operation = "race-" + i;
      calls.add(() -> desktop.seal(operation));
    }
    int created = 0;
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Sealed> call : threads.invokeAll(calls)) {
        created += call.get().created() ? 1 : 0;
        assertThat(call.get().version()).isEqualTo(1);
      }
    }
    assertThat(created).isEqualTo(1);
    assertThat(desktop.versions().numbers()).containsExactly(1, 0);
    assertThat(desktop.read(1, "home/mine")).contains("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seal.check.before", "seal.version.before"})
  void a_seal_overtaken_by_another_answers_what_that_one_made(String point) throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    Sealed sealed;
    try (var _ = Faults.once(point, () -> assertThat(desktop.seal("faster").created()).isTrue())) {
      sealed = desktop.seal("slower");
    }
    assertThat(sealed.created()).isFalse();
    assertThat(sealed.version()).isEqualTo(1);
    assertThat(desktop.versions().numbers()).containsExactly(1, 0);
  }

  @Test
  void a_mount_elsewhere_during_a_seal_stops_it() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    try (var _ = Faults.once("seal.version.before", () -> desktop.start("u2", 0))) {
      assertThatThrownBy(() -> desktop.seal("op"))
          .isInstanceOfSatisfying(
              LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.STALE_EPOCH));
    }
    assertThat(desktop.versions().numbers()).containsExactly(0);
    desktop.ship("u2", change("two"));
    assertThat(desktop.seal("op-2").version()).isEqualTo(1);
    assertThat(desktop.read(1, "home/mine")).contains("two");
  }

  @Test
  void a_seal_that_loses_its_number_to_its_own_repetition_made_it() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(change("one"));
    Sealed sealed;
    try (var _ =
        Faults.once(
            "seal.version.before", () -> assertThat(desktop.seal("op").created()).isTrue())) {
      sealed = desktop.seal("op");
    }
    assertThat(sealed.created()).isTrue();
    assertThat(sealed.version()).isEqualTo(1);
    assertThat(desktop.versions().numbers()).containsExactly(1, 0);
  }
}
