package io.labvm.layers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Histories nobody has seen, for as long as {@code labvm.fuzz.minutes} says. {@code
 * labvm.fuzz.seed} repeats one of them.
 */
class LayerFuzzIT {
  private static final int WORKERS = Runtime.getRuntime().availableProcessors();

  @Test
  void what_runs_and_what_was_sealed_are_the_same_in_any_history() throws Exception {
    Long wanted = Long.getLong("labvm.fuzz.seed");
    Sequences.Outcome outcome =
        wanted == null ? many() : Sequences.run(1, wanted, seed -> seed <= wanted);
    System.out.println(outcome.tally());
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.tally().of("sequences")).isPositive();
  }

  private static Sequences.Outcome many() throws Exception {
    Instant end =
        Instant.now().plus(Duration.ofMinutes(Integer.getInteger("labvm.fuzz.minutes", 5)));
    long first = new Random().nextLong(1_000_000_000L);
    System.out.println("seeds from " + first + " on until " + end);
    return Sequences.run(WORKERS, first, seed -> Instant.now().isBefore(end));
  }
}
