package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The few kills that every build repeats. */
class KilledCommandsKernelIT {
  private static final int ROUNDS = 11;

  @TempDir private Path temporary;

  @Test
  void commands_killed_at_any_moment_come_to_their_end_when_repeated() throws Exception {
    try (Desktop desktop = new Desktop(temporary.toRealPath())) {
      KilledCommands commands = new KilledCommands(desktop, 1);
      for (int round = 0; round < ROUNDS; round++) {
        commands.round();
      }
      System.out.println(commands);
      assertThat(commands.killed()).isPositive();
    }
  }
}
