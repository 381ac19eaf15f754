package io.labvm.layers.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.DeltaTree;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.RandomDeltas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldTest {
  private static DeltaBuilder delta() {
    return new DeltaBuilder();
  }

  private static MemoryDelta fold(List<MemoryDelta> topFirst, List<MemoryDelta> below)
      throws IOException {
    List<DeltaSource> sources = topFirst.stream().map(MemoryDelta::source).toList();
    MemoryDelta result = new MemoryDelta();
    Fold.run(sources, DeltaTree.view(below.stream().map(DeltaTree::of).toList()), result);
    return result;
  }

  private static MemoryDelta fold(MemoryDelta top, MemoryDelta bottom, MemoryDelta... below)
      throws IOException {
    return fold(List.of(top, bottom), List.of(below));
  }

  /** One name in a state, with something below it when it is a directory. */
  private static MemoryDelta named(String state, String child) {
    return switch (state) {
      case "absent" -> delta().build();
      case "node" -> delta().file("x", child).build();
      case "whiteout" -> delta().whiteout("x").build();
      case "plain" -> delta().directory("x", 0700).file("x/" + child, child).build();
      case "opaque" -> delta().opaque("x", 0700).file("x/" + child, child).build();
      default -> throw new IllegalArgumentException(state);
    };
  }

  private static String shape(MemoryDelta delta) {
    List<String> words = new ArrayList<>();
    for (DeltaEntry e : delta.entries()) {
      String sign =
          switch (e.state()) {
            case WHITEOUT -> "-";
            case NODE -> "=";
            case DIRECTORY -> "+";
            case OPAQUE_DIRECTORY -> "!";
          };
      if (!e.path().isRoot()) {
        words.add(sign + e.path().toString().substring(1));
      }
    }
    return String.join(" ", words);
  }

  /** The table of the rules, each cell under nothing, a file and a directory. */
  @ParameterizedTest
  @CsvSource({
    // U, L, result over: nothing, a file, a directory
    "absent,absent,'','',''",
    "absent,plain,+x +x/l,+x +x/l,+x +x/l",
    "absent,opaque,+x +x/l,+x +x/l,!x +x/l",
    "absent,node,+x,+x,+x",
    "absent,whiteout,'',-x,-x",
    "node,absent,+x,+x,+x",
    "node,plain,+x,+x,+x",
    "node,opaque,+x,+x,+x",
    "node,node,+x,+x,+x",
    "node,whiteout,+x,+x,+x",
    "whiteout,absent,'',-x,-x",
    "whiteout,plain,'',-x,-x",
    "whiteout,opaque,'',-x,-x",
    "whiteout,node,'',-x,-x",
    "whiteout,whiteout,'',-x,-x",
    "plain,absent,+x +x/u,+x +x/u,+x +x/u",
    "plain,plain,+x +x/l +x/u,+x +x/l +x/u,+x +x/l +x/u",
    "plain,opaque,+x +x/l +x/u,+x +x/l +x/u,!x +x/l +x/u",
    "plain,node,+x +x/u,+x +x/u,!x +x/u",
    "plain,whiteout,+x +x/u,+x +x/u,!x +x/u",
    "opaque,absent,+x +x/u,+x +x/u,!x +x/u",
    "opaque,plain,+x +x/u,+x +x/u,!x +x/u",
    "opaque,opaque,+x +x/u,+x +x/u,!x +x/u",
    "opaque,node,+x +x/u,+x +x/u,!x +x/u",
    "opaque,whiteout,+x +x/u,+x +x/u,!x +x/u"
  })
  void a_name_folds_as_the_table_says(
      String upper, String lower, String overNothing, String overFile, String overDirectory)
      throws IOException {
    MemoryDelta u = named(upper, "u");
    MemoryDelta l = named(lower, "l");
    assertThat(shape(fold(u, l))).isEqualTo(signs(overNothing));
    assertThat(shape(fold(u, l, named("node", "b")))).isEqualTo(signs(overFile));
    assertThat(shape(fold(u, l, named("plain", "b")))).isEqualTo(signs(overDirectory));
    assertThat(shape(fold(u, l, named("whiteout", "b")))).isEqualTo(signs(overNothing));
    assertThat(shape(fold(u, l, named("absent", "b"), named("plain", "b"))))
        .isEqualTo(signs(overDirectory));
  }

  /** In the table files are written as directories without content. */
  private static String signs(String shape) {
    String files = shape.replace("+x/", "=x/");
    return files.equals("+x") ? "=x" : files;
  }

  @Test
  void a_deeper_whiteout_stays_where_it_still_hides_something() throws IOException {
    MemoryDelta u = delta().whiteout("d/gone").build();
    MemoryDelta l = delta().file("d/gone", "x").build();
    assertThat(shape(fold(u, l, delta().file("d/gone", "b").build()))).isEqualTo("+d -d/gone");
    assertThat(shape(fold(u, l, delta().file("d/other", "b").build()))).isEqualTo("+d");
  }

  @Test
  void entries_only_the_lower_delta_has_are_pruned_too() throws IOException {
    MemoryDelta l = delta().whiteout("useless").opaque("d", 0755).whiteout("d/useless").build();
    assertThat(shape(fold(delta().build(), l))).isEqualTo("+d");
  }

  @Test
  void inside_a_closed_directory_nothing_below_counts() throws IOException {
    MemoryDelta u = delta().whiteout("d/x").build();
    MemoryDelta l = delta().opaque("d", 0755).file("d/x", "l").build();
    MemoryDelta below = delta().file("d/x", "b").file("d/y", "b").build();
    assertThat(shape(fold(u, l, below))).isEqualTo("!d");
  }

  @Test
  void a_flag_stays_only_over_a_directory() throws IOException {
    MemoryDelta l = delta().opaque("d", 0755).file("d/x", "l").build();
    assertThat(shape(fold(delta().build(), l, delta().file("d", "b").build())))
        .isEqualTo("+d =d/x");
  }

  @Test
  void under_the_bottom_nothing_is_hidden() throws IOException {
    MemoryDelta u = delta().whiteout("w").opaque("o", 0755).whiteout("o/w").build();
    assertThat(fold(u, u).entries())
        .noneMatch(e -> e.state() == NameState.WHITEOUT)
        .noneMatch(e -> e.state() == NameState.OPAQUE_DIRECTORY);
  }

  @Test
  void what_is_left_of_a_link_group_is_linked_again() throws IOException {
    MemoryDelta u = delta().file("b", "new").file("y", 3, "other").file("z", 3, "other").build();
    MemoryDelta l = delta().file("a", 3, "same").file("b", 3, "same").file("c", 3, "same").build();
    assertThat(fold(u, l).entries())
        .extracting(e -> e.path().toString(), DeltaEntry::group)
        .contains(
            org.assertj.core.groups.Tuple.tuple("/a", 1L),
            org.assertj.core.groups.Tuple.tuple("/b", 0L),
            org.assertj.core.groups.Tuple.tuple("/c", 1L),
            org.assertj.core.groups.Tuple.tuple("/y", 2L),
            org.assertj.core.groups.Tuple.tuple("/z", 2L));
  }

  @Test
  void the_topmost_attributes_win_also_at_the_root() throws IOException {
    MemoryDelta u = delta().directory("", 0711).directory("d", 0700).build();
    MemoryDelta l = delta().directory("", 0755).directory("d", 0755).build();
    assertThat(fold(u, l).entries())
        .extracting(e -> e.attributes().mode() & 07777)
        .containsExactly(0711, 0700);
  }

  @Test
  void a_subtree_under_a_replaced_directory_is_gone() throws IOException {
    MemoryDelta u = delta().file("d", "file").file("d-", "x").build();
    MemoryDelta l = delta().file("d/deep/er", "x").file("d-", "y").file("d0", "z").build();
    assertThat(shape(fold(u, l))).isEqualTo("=d =d- =d0");
  }

  @Test
  void random_deltas_fold_as_the_rules_say() throws IOException {
    for (int seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      RandomDeltas deltas = new RandomDeltas(random);
      List<MemoryDelta> layers = several(deltas, 1 + random.nextInt(5), 40);
      List<MemoryDelta> below = several(deltas, random.nextInt(3), 40);
      assertThat(fold(layers, below))
          .as("seed %d", seed)
          .isEqualTo(ReferenceFold.fold(layers, below));
    }
  }

  @Test
  void the_order_of_folding_does_not_matter() throws IOException {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      RandomDeltas deltas = new RandomDeltas(random);
      List<MemoryDelta> below = several(deltas, random.nextInt(3), 30);
      MemoryDelta a = deltas.next(30);
      MemoryDelta b = deltas.next(30);
      MemoryDelta c = deltas.next(30);
      MemoryDelta all = fold(List.of(a, b, c), below);
      List<MemoryDelta> belowB = new ArrayList<>(List.of(c));
      belowB.addAll(below);
      MemoryDelta upperFirst = fold(List.of(fold(List.of(a, b), belowB), c), below);
      MemoryDelta lowerFirst = fold(List.of(a, fold(List.of(b, c), below)), below);
      assertThat(upperFirst).as("seed %d", seed).isEqualTo(all);
      assertThat(lowerFirst).as("seed %d", seed).isEqualTo(all);
      assertThat(fold(List.of(all), below)).as("seed %d", seed).isEqualTo(all);
      assertThat(fold(List.of(all, all), below).entries())
          .as("seed %d", seed)
          .hasSameSizeAs(all.entries());
    }
  }

  @Test
  void hundreds_of_sources_fold_as_one() throws IOException {
    RandomDeltas deltas = new RandomDeltas(new Random(7));
    List<MemoryDelta> layers = several(deltas, 400, 12);
    assertThat(fold(layers, List.of())).isEqualTo(ReferenceFold.fold(layers, List.of()));
  }

  @Test
  void a_delta_without_a_root_is_damage() {
    MemoryDelta empty = MemoryDelta.of(List.of());
    assertThatThrownBy(() -> fold(delta().build(), empty))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("root");
  }

  private static List<MemoryDelta> several(RandomDeltas deltas, int count, int entries) {
    List<MemoryDelta> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(deltas.next(entries));
    }
    return list;
  }
}
