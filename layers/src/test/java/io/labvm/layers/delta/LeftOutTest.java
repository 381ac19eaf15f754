package io.labvm.layers.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftOutTest {
  private static final String SPARSE = Omission.SPARSE_PIECES.code();
  private static final String XATTR = Omission.XATTR_SIZE.code();

  private static LeftOut of(Omission omission, String... paths) {
    Omissions omissions = new Omissions();
    for (String path : paths) {
      omissions.about(() -> path.getBytes(StandardCharsets.UTF_8));
      omissions.add(omission);
    }
    return LeftOut.of(omissions);
  }

  private static List<String> names(LeftOut leftOut, String code) {
    return requireNonNull(leftOut.byCode().get(code)).first().stream()
        .map(LeftOut.Name::start)
        .toList();
  }

  @Test
  void what_a_manifest_says_is_not_left_out() {
    assertThat(of(Omission.IMMUTABLE_FLAG, "a", "b").isEmpty()).isTrue();
    assertThat(of(Omission.SPARSE_PIECES, "a", "b").byCode()).containsOnlyKeys(SPARSE);
  }

  @Test
  void a_pass_over_everything_replaces_what_was_known_of_names() {
    LeftOut before = of(Omission.SPARSE_PIECES, "a", "b");
    LeftOut later = of(Omission.SPARSE_PIECES, "c");
    assertThat(before.then(later, true)).isEqualTo(later);
    assertThat(before.then(LeftOut.NOTHING, true).isEmpty()).isTrue();
  }

  @Test
  void a_pass_over_some_names_adds_what_it_met() {
    LeftOut both =
        of(Omission.SPARSE_PIECES, "a", "b").then(of(Omission.SPARSE_PIECES, "b", "c"), false);
    assertThat(requireNonNull(both.byCode().get(SPARSE)).count()).isEqualTo(3);
    assertThat(names(both, SPARSE)).containsExactly("a", "b", "c");
  }

  @Test
  void attributes_are_met_once_and_add_up() {
    LeftOut two = of(Omission.XATTR_SIZE, "a").then(of(Omission.XATTR_SIZE, "b"), true);
    assertThat(requireNonNull(two.byCode().get(XATTR)).count()).isEqualTo(2);
    assertThat(two.names().isEmpty()).isTrue();
  }

  @Test
  void names_are_bounded_and_not_cut_within_a_character() {
    String longest = "x" + "\u00e9".repeat(300);
    LeftOut cut = of(Omission.SPARSE_PIECES, longest);
    LeftOut.Name name = requireNonNull(cut.byCode().get(SPARSE)).first().getFirst();
    assertThat(name.length()).isEqualTo(601);
    assertThat(name.isCut()).isTrue();
    assertThat(new String(name.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("x" + "\u00e9".repeat(199));
    String[] many = new String[30];
    java.util.Arrays.setAll(many, i -> i + longest);
    LeftOut full = of(Omission.SPARSE_PIECES, many);
    assertThat(requireNonNull(full.byCode().get(SPARSE)).count()).isEqualTo(30);
    assertThat(names(full, SPARSE)).hasSize(7); // 3,000 bytes
  }
}
