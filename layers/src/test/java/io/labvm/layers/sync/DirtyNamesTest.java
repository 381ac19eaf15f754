package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.TreePath;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DirtyNamesTest {
  private final DirtyNames dirty = new DirtyNames(10);

  /** The waits are an hour; a lost wake-up would be seen. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void what_comes_between_a_look_and_the_wait_is_not_waited_for() throws Exception {
    long seen = dirty.changes();
    dirty.add(TreePath.ROOT, false);
    dirty.await(seen, TimeUnit.HOURS.toMillis(1));
    seen = dirty.changes();
    dirty.wake();
    dirty.await(seen, TimeUnit.HOURS.toMillis(1));
    assertThat(dirty.changes()).isGreaterThan(seen);
  }

  @Test
  void names_too_many_or_too_long_are_everything() {
    for (int i = 0; i < 10; i++) {
      dirty.add(path("n" + i), false);
      dirty.add(path("n" + i), true);
    }
    assertThat(dirty.isEverything()).isFalse();
    dirty.add(path("one more"), false);
    assertThat(dirty.isEverything()).isTrue();
    dirty.take();
    for (int i = 0; i < 9; i++) {
      dirty.add(path(i + "n".repeat(139)), false);
    }
    assertThat(dirty.isEverything()).isFalse();
    dirty.add(path("n".repeat(140)), false);
    assertThat(dirty.isEverything()).isTrue();
  }

  private static TreePath path(String text) {
    return TreePath.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
