package io.labvm.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
  private final RecentChanges recent = new RecentChanges();

  @Test
  void tellsEachChangeOnce() {
    Change one = new Change(Change.Kind.NODE, "n1");
    Change two = new Change(Change.Kind.NODE, "n2");
    recent.add(List.of(one, two));
    recent.add(List.of(one));
    assertThat(recent.list()).containsExactly(one, two);
  }

  @Test
  void tooManyBecomeAnything() {
    recent.add(
        IntStream.range(0, 1_000).mapToObj(i -> new Change(Change.Kind.DESKTOP, "d" + i)).toList());
    assertThat(recent.list()).containsExactlyElementsOf(Change.anything());
  }
}
