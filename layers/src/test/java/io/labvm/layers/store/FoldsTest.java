package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldsTest {
  @TempDir private Path home;

  private static OperationKey key(String text) {
    return new OperationKey(text);
  }

  private static ShippedDesktop withVersions(ShippedDesktop desktop, int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      DeltaBuilder delta = new DeltaBuilder().file("counter", "at " + i).file("file-" + i, "" + i);
      desktop.ship(i % 2 == 0 ? delta.whiteout("file-" + (i - 1)) : delta.whiteout("usr/tool"));
      assertThat(desktop.seal("seal-" + i).version()).isEqualTo(i);
    }
    return desktop;
  }

  private static List<byte[]> archives(ShippedDesktop desktop) throws Exception {
    List<byte[]> all = new ArrayList<>();
    for (int number : desktop.versions().numbers()) {
      all.add(desktop.archive(number));
    }
    return all;
  }

  @Test
  void a_fold_stands_for_its_layers_and_changes_no_view() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 5);
    List<byte[]> before = archives(desktop);
    Folds folds = desktop.store().folds(ShippedDesktop.DESKTOP);
    Folded folded = folds.between(1, 4, key("fold"));
    assertThat(folded.created()).isTrue();
    assertThat(folded.layers()).hasSize(3);
    assertThat(folded.stack()).isEqualTo(3);
    assertThat(folds.between(1, 4, key("again")).created()).isFalse();
    assertThat(archives(desktop))
        .usingElementComparator(java.util.Arrays::compare)
        .isEqualTo(before);
    assertThat(desktop.versions().get(5).layers()).hasSize(5);
    assertThat(folds.between(2, 2, key("none")).layer()).isEmpty();
    assertThatThrownBy(() -> folds.between(4, 1, key("down"))).hasMessageContaining("not built on");
  }

  @Test
  void folding_a_fold_gives_the_layer_of_all() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 4);
    Folds folds = desktop.store().folds(ShippedDesktop.DESKTOP);
    Digest whole = folds.between(0, 4, key("whole")).layer().orElseThrow();
    Digest low = folds.between(0, 2, key("low")).layer().orElseThrow();
    Digest high = folds.between(2, 4, key("high")).layer().orElseThrow();
    Store store = desktop.store();
    LayerBuild build =
        new LayerBuild(store, "fold", List.of(), List.of(), key("both"), new Phases());
    Stack bare = new Stack(desktop.versions().get(0).base(), List.of());
    assertThat(build.ofLayers(List.of(low, high), store.stacks(ShippedDesktop.DESKTOP), bare))
        .isEqualTo(whole);
  }

  @Test
  void a_mounted_stack_is_kept_short() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 20);
    Folds folds = desktop.store().folds(ShippedDesktop.DESKTOP);
    byte[] before = desktop.archive(20);
    Folded folded = folds.auto(key("auto"));
    assertThat(folded.stack()).isLessThanOrEqualTo(Folds.SHORT);
    assertThat(desktop.archive(20)).isEqualTo(before);
    assertThat(folds.auto(key("auto-2")).layer()).as("short already").isEmpty();
  }

  @Test
  void a_large_layer_is_written_again_only_for_an_eighth_of_it() throws Exception {
    ShippedDesktop desktop = ShippedDesktop.create(home);
    desktop.ship(new DeltaBuilder().file("large", "x".repeat(768 << 10)));
    Digest large = desktop.seal("large").layer().orElseThrow();
    Folds folds = desktop.store().folds(ShippedDesktop.DESKTOP);
    int written = 0;
    for (int i = 2; i <= 12; i++) {
      desktop.ship(new DeltaBuilder().file("file-" + i, "y".repeat(4 << 10)).whiteout("usr/tool"));
      var ignored = desktop.seal("seal-" + i);
      byte[] before = desktop.archive(i);
      Folded folded = folds.auto(key("auto-" + i));
      assertThat(folded.stack()).isLessThanOrEqualTo(Folds.SHORT);
      assertThat(desktop.archive(i)).as("version %d", i).isEqualTo(before);
      written += folded.created() && folded.layers().contains(large) ? 1 : 0;
    }
    assertThat(written).isEqualTo(1);
    assertThat(Verification.of(desktop.store(), true).damaged()).isEmpty();
  }

  @Test
  void what_pruning_made_adjacent_is_folded_and_the_next_prune_gives_the_room_back()
      throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 9);
    Retention rules = new Retention(2, 0, 0, 0, 0);
    byte[] before = desktop.archive(9);
    var gain = Statistics.gain(desktop.store(), ShippedDesktop.DESKTOP, Set.of(3, 4, 5, 6, 7));
    assertThat(gain.certain()).as("later versions are built on these").isZero();
    assertThat(gain.atMost()).isPositive();
    Prune prune = desktop.store().prune(ShippedDesktop.DESKTOP);
    assertThat(prune.versions(rules, key("prune")).removed()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    Folds folds = desktop.store().folds(ShippedDesktop.DESKTOP);
    assertThat(folds.adjacent(9, key("fold"))).isEqualTo(1);
    assertThat(folds.adjacent(9, key("again"))).isZero();
    assertThat(prune.versions(rules, key("prune-2")).removed()).isEmpty();
    assertThat(desktop.versions().layers(desktop.versions().get(9))).hasSize(2);
    assertThat(desktop.archive(9)).isEqualTo(before);
    assertThat(Prune.sweep(desktop.store(), Prune.Waits.SAFE).waiting()).isEqualTo(8);
    desktop.later(Duration.ofMinutes(11));
    assertThat(Prune.sweep(desktop.store(), Prune.Waits.SAFE).layers()).hasSize(8);
    desktop.later(Duration.ofHours(25));
    assertThat(Prune.sweep(desktop.store(), Prune.Waits.SAFE).freed()).isPositive();
    assertThat(desktop.archive(9)).isEqualTo(before);
  }

  @Test
  void room_is_counted_by_desktop_and_by_version() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 3);
    Statistics found = Statistics.of(desktop.store());
    assertThat(found.desktops()).hasSize(1);
    assertThat(found.desktops().getFirst().bytes()).isEqualTo(found.layers());
    assertThat(found.desktops().getFirst().uniqueBytes()).isEqualTo(found.layers());
    assertThat(found.versions().getLast().uniqueBytes()).isPositive();
  }

  @Test
  void the_fewest_layers_cover_a_stack() {
    List<Digest> stack = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      stack.add(digest(i));
    }
    var low = new Equivalents.Equivalent(digest(10), stack.subList(0, 3));
    var middle = new Equivalents.Equivalent(digest(11), stack.subList(1, 6));
    var high = new Equivalents.Equivalent(digest(12), stack.subList(3, 5));
    assertThat(cover(stack, low, middle, high)).containsExactly(digest(0), digest(11));
    assertThat(cover(stack, low, high)).containsExactly(digest(10), digest(12), digest(5));
    assertThat(cover(List.of(), low)).isEmpty();
    assertThat(Stacks.cover(stack, List.of(low)).stream().flatMap(e -> e.layers().stream()))
        .as("all that is stood for")
        .containsExactlyElementsOf(stack);
  }

  private static List<Digest> cover(List<Digest> stack, Equivalents.Equivalent... equivalents) {
    return Stacks.layers(Stacks.cover(stack, List.of(equivalents)));
  }

  private static Digest digest(int number) {
    byte[] bytes = new byte[Digest.BYTES];
    bytes[0] = (byte) number;
    return Digest.of(bytes);
  }

  @Test
  void rebuilt_lists_know_the_folds_again() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 3);
    Folded folded = desktop.store().folds(ShippedDesktop.DESKTOP).between(0, 3, key("fold"));
    assertThat(folded.stack()).isEqualTo(1);
    io.labvm.layers.durable.Durable.remove(desktop.root().resolve("desktops/d1/equals"));
    var stacks = desktop.store().stacks(ShippedDesktop.DESKTOP);
    assertThat(stacks.shortest(desktop.versions().newest()).layers()).hasSize(3);
    assertThat(ListRebuild.of(desktop.store(), key("rebuild")).damaged()).isEmpty();
    assertThat(stacks.shortest(desktop.versions().newest()).layers()).hasSize(1);
  }

  /** What the version was made with is gone then, and another list stands for it. */
  @Test
  void nothing_staged_is_the_current_version_also_when_pruning_has_merged_it() throws Exception {
    ShippedDesktop desktop = withVersions(ShippedDesktop.create(home), 3);
    Store store = desktop.store();
    Digest whole =
        store.folds(ShippedDesktop.DESKTOP).between(0, 3, key("fold")).layer().orElseThrow();
    Retention last = new Retention(1, 0, 0, 0, 0);
    Prune.Waits waits = new Prune.Waits(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      var ignored = store.prune(ShippedDesktop.DESKTOP).run(last, waits, key("prune-" + i));
    }
    for (Digest merged : desktop.versions().get(3).layers()) {
      assertThatThrownBy(() -> store.layers().get(merged)).hasMessageContaining("missing");
    }
    Sealed sealed = desktop.seal("nothing");
    assertThat(sealed.created()).isFalse();
    assertThat(sealed.version()).isEqualTo(3);
    assertThat(sealed.layer()).contains(whole);
  }
}
