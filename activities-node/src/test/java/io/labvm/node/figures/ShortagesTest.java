package io.labvm.node.figures;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.NodeMetrics.Shortage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortagesTest {
  private static List<Integer> levels(long... used) {
    List<Integer> levels = new ArrayList<>();
    List<Shortage> now = List.of();
    for (long each : used) {
      now = new Shortages(now).look(Shortage.TASKS, each, 1000L).found();
      levels.add(now.stream().mapToInt(Shortage::percent).findFirst().orElse(0));
    }
    return levels;
  }

  @Test
  void levelsAreReachedAndLeftAtDifferentPoints() {
    assertThat(levels(799, 800, 799, 760, 750, 749, 799, 800))
        .containsExactly(0, 80, 80, 80, 80, 0, 0, 80);
    assertThat(levels(950, 949, 900, 899, 949, 950, 700))
        .containsExactly(95, 95, 95, 80, 80, 95, 0);
  }

  @Test
  void saysOfWhatAndHowMuch() {
    assertThat(
            new Shortages(List.of())
                .look(Shortage.MEMORY, 96L, 100L)
                .look(Shortage.TASKS, 10L, 100L)
                .look(Shortage.DISK, 85L, 100L)
                .found())
        .containsExactly(
            new Shortage(Shortage.MEMORY, 96, 100, 95), new Shortage(Shortage.DISK, 85, 100, 80));
    assertThat(
            new Shortages(List.of())
                .look(Shortage.MEMORY, null, 100L)
                .look(Shortage.TASKS, 9L, null)
                .look(Shortage.DISK, 9L, 0L)
                .found())
        .isEmpty();
  }
}
