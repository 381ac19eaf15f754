package io.labvm.node.oom;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.NodeMetrics.MemoryKill;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryKillsTest {
  private static final long HOUR = 3_600_000;
  private final AtomicLong now = new AtomicLong(10 * HOUR);
  private final MemoryKills kills = new MemoryKills("/labvm-1a/n1", now::get);

  private void said(String group, long pid) {
    kills.said(new KernelKill(group, pid, "python", 5, true, 0), now.get());
  }

  @Test
  void tellsWhatTheKernelSaidOfThisNodesDesktops() {
    said("/docker/c0/labvm-1a/n1/d1/3/c0ffee", 7);
    said("/labvm-1a/n2/d1/3/c0ffee", 8);
    assertThat(kills.told())
        .containsExactly(new MemoryKill("d1", 3, "pid-7", now.get(), "python", 5L, 1, true));
    kills.counted("d1", 3, 1);
    assertThat(kills.told()).hasSize(1);
  }

  @Test
  void tellsTheNumberOfWhatTheKernelDidNotName() {
    said("/labvm-1a/n1/d1/3/c", 7);
    kills.counted("d1", 3, 4);
    kills.counted("d1", 3, 4);
    kills.counted("d1", 4, 1);
    assertThat(kills.told())
        .containsExactly(
            new MemoryKill("d1", 4, "count-1", now.get(), null, null, 1, true),
            new MemoryKill("d1", 3, "count-4", now.get(), null, null, 3, true),
            new MemoryKill("d1", 3, "pid-7", now.get(), "python", 5L, 1, true));
  }

  @Test
  void tellsAFewOfEachAndNothingOld() {
    for (int pid = 1; pid <= 12; pid++) {
      said("/labvm-1a/n1/d1/3/c", pid);
    }
    said("/labvm-1a/n1/d2/1/c", 13);
    assertThat(kills.told()).extracting(MemoryKill::desktop).contains("d2").hasSize(11);
    now.addAndGet(HOUR + 1);
    assertThat(kills.told()).isEmpty();
  }
}
