package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.TreePath;
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
}
