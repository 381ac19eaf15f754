package io.labvm.ui.page.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberRangesTest {
  @Test
  void neighboursAreOneRange() {
    assertThat(NumberRanges.of(List.of(1, 2, 3, 5, 7, 8))).isEqualTo("1–3, 5, 7–8");
    assertThat(NumberRanges.of(List.of(4))).isEqualTo("4");
  }

  @Test
  void manyRangesEndInAnEllipsis() {
    List<Integer> odd = IntStream.range(0, 40).map(i -> 2 * i + 1).boxed().toList();
    assertThat(NumberRanges.of(odd)).startsWith("1, 3, 5").endsWith("21, 23 …");
  }
}
