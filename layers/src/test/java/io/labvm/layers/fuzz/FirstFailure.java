package io.labvm.layers.fuzz;

/** Runs sequences until one fails; to be called in another loader. */
public final class FirstFailure {
  private FirstFailure() {}

  /** The failure of the first seed that fails, as text; empty when none of them does. */
  public static String find(int seeds) throws Exception {
    Sequences.Outcome outcome = Sequences.run(1, 1, seed -> seed <= seeds);
    return String.join("\n", outcome.failures());
  }
}
