package io.labvm.layers.sync;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same with kills at moments nobody has tried, for {@code labvm.fuzz.minutes}. */
class KilledCommandsFuzzIT {
  private static final int ROUNDS = 15;

  @TempDir private Path temporary;

  @Test
  void commands_killed_at_any_moment_come_to_their_end_when_repeated() throws Exception {
    Instant end =
        Instant.now().plus(Duration.ofMinutes(Integer.getInteger("labvm.fuzz.minutes", 5)));
    for (int life = 0; Instant.now().isBefore(end); life++) {
      long seed = new Random().nextLong(1_000_000_000L);
      System.out.println("seed " + seed);
      try (Desktop desktop = new Desktop(temporary.toRealPath().resolve("life-" + life))) {
        KilledCommands commands = new KilledCommands(desktop, seed);
        for (int round = 0; round < ROUNDS && Instant.now().isBefore(end); round++) {
          commands.round();
        }
        System.out.println(commands);
      }
    }
  }
}
