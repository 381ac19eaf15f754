package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private final List<String> bitten = new ArrayList<>();
  private final Watchdog watchdog = new Watchdog(3, bitten::add);

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watchdog.look();
    }
  }

  @Test
  void bitesForTheLoopThatHangs() {
    watchdog.round("runs");
    watchdog.round("hangs");
    look(3);
    watchdog.round("runs");
    assertThat(bitten).isEmpty();
    look(1);
    assertThat(bitten).containsExactly("hangs");
  }

  @Test
  void leavesLoopsAloneThatMakeRounds() {
    for (int i = 0; i < 20; i++) {
      watchdog.round("runs");
      look(3);
    }
    assertThat(bitten).isEmpty();
  }
}
