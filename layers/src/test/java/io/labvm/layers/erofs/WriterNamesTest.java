package io.labvm.layers.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Writers of one process share the memory for names, and none takes all of it from the others. */
class WriterNamesTest {
  private static final long MIB = 1 << 20;

  private final AtomicLong held = new AtomicLong();

  @Test
  void one_with_too_many_is_refused_for_good() throws Exception {
    try (WriterMemory memory = new WriterMemory(held, 16 * MIB)) {
      memory.require(8 * MIB);

      assertThatThrownBy(() -> memory.require(17 * MIB))
          .isInstanceOfSatisfying(
              LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
    }
    assertThat(held).hasValue(0);
  }

  @Test
  void one_that_others_leave_no_room_may_come_again() throws Exception {
    try (WriterMemory second = new WriterMemory(held, 16 * MIB)) {
      try (WriterMemory first = new WriterMemory(held, 16 * MIB)) {
        first.require(10 * MIB);

        assertThatThrownBy(() -> second.require(10 * MIB))
            .isInstanceOfSatisfying(
                LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.BUSY));
      }
      second.require(10 * MIB);
    }
    assertThat(held).hasValue(0);
  }
}
