package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentRateTest {
  private long now;
  private final List<Long> waits = new ArrayList<>();
  private final SegmentRate rate =
      new SegmentRate(
          10,
          () -> now,
          nanos -> {
            waits.add(nanos / 1_000_000);
            now += nanos;
          });

  private void pass(int times) throws InterruptedIOException {
    for (int i = 0; i < times; i++) {
      rate.pass();
    }
  }

  @Test
  void a_second_is_saved_up_and_then_each_has_its_turn() throws Exception {
    pass(11);
    assertThat(waits).isEmpty();
    pass(3);
    assertThat(waits).containsExactly(100L, 100L, 100L);
  }

  @Test
  void no_more_than_a_second_is_saved_up() throws Exception {
    now += 3_600_000_000_000L;
    pass(11);
    assertThat(waits).isEmpty();
    pass(1);
    assertThat(waits).containsExactly(100L);
  }

  @Test
  void a_new_rate_counts_from_now_on() throws Exception {
    pass(11);
    rate.setPerSecond(2);
    pass(2);
    assertThat(waits).containsExactly(100L, 500L);
    assertThatThrownBy(() -> rate.setPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rate.setPerSecond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
