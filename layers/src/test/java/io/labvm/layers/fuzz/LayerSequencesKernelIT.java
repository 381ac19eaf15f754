package io.labvm.layers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.mount.TestedKernel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The part of the proof that every build repeats: the same histories. */
@Tag(TestedKernel.OLD)
class LayerSequencesKernelIT {
  private static final int SEQUENCES = TestedKernel.isOld() ? 50 : 500;
  private static final int WORKERS = 3; // each waits for the kernel's unmounts now and then

  @Test
  void what_runs_and_what_was_sealed_are_the_same_in_all_histories() throws Exception {
    Sequences.Outcome outcome = Sequences.run(WORKERS, 1, seed -> seed <= SEQUENCES);
    System.out.println(outcome.tally());
    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.tally().of("sequences")).isEqualTo(SEQUENCES);
    assertThat(outcome.tally().of("sequences with a live writer"))
        .isGreaterThanOrEqualTo(SEQUENCES / 10);
    assertThat(outcome.tally().of("prunes")).isGreaterThanOrEqualTo(SEQUENCES / 10);
    assertThat(outcome.tally().of("entries compared"))
        .isGreaterThan(100 * outcome.tally().of("views compared"));
  }
}
