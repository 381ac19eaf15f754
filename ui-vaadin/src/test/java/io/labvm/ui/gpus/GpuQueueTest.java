package io.labvm.ui.gpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.gpus.GpuQueue.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When those who wait for GPUs get them. */
class GpuQueueTest {
  private static final Instant NOW = Instant.parse("2027-01-31T02:00:00Z");

  private static Instant in(int hours) {
    return NOW.plus(Duration.ofHours(hours));
  }

  private static Map<String, Instant> turns(int free, List<Instant> ends, Waiting... queue) {
    return GpuQueue.turns(free, ends, List.of(queue), NOW);
  }

  @Test
  void whoeverWantsSeveralWaitsForTheLastOfThem() {
    assertThat(turns(1, List.of(in(5), in(2)), new Waiting("a", 2, null)))
        .containsExactly(Map.entry("a", in(2)));
    assertThat(turns(1, List.of(in(5), in(2)), new Waiting("a", 3, null)))
        .containsExactly(Map.entry("a", in(5)));
  }

  @Test
  void nobodyIsPassedOver() {
    assertThat(turns(1, List.of(in(4)), new Waiting("many", 2, in(6)), new Waiting("one", 1, null)))
        .containsOnly(Map.entry("many", in(4)), Map.entry("one", in(6)));
    assertThat(turns(1, List.of(), new Waiting("many", 2, null), new Waiting("one", 1, null)))
        .as("nobody knows when the first gets them")
        .isEmpty();
  }

  @Test
  void whoeverNeverGivesBackKeepsOthersWaiting() {
    assertThat(turns(1, List.of(), new Waiting("a", 1, null), new Waiting("b", 1, null)))
        .containsExactly(Map.entry("a", NOW));
  }

  @Test
  void whatWasToBeBackAlreadyIsBackSoon() {
    assertThat(turns(0, List.of(in(-3)), new Waiting("a", 1, in(-1)), new Waiting("b", 1, null)))
        .containsOnly(Map.entry("a", NOW), Map.entry("b", NOW));
  }

  @Test
  void whoeverHasEnoughDoesNotWait() {
    assertThat(turns(0, List.of(), new Waiting("a", 0, null))).containsExactly(Map.entry("a", NOW));
  }
}
