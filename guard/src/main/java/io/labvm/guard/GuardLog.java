package io.labvm.guard;

import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One line per event on standard error; a state that stays the same is told once. */
final class GuardLog {
  private final PrintStream out;
  private final Map<String, String> states = new HashMap<>();

  GuardLog(PrintStream out) {
    this.out = out;
  }

  void event(String text) {
    out.println(Instant.now() + " " + text);
  }

  /** Tells the state of a subject if it differs from the one told last. */
  synchronized void state(String subject, String state) {
    if (!state.equals(states.put(subject, state))) {
      event(subject + ": " + state);
    }
  }

  /** The first sentence of an exception, for a state. */
  static String reason(Throwable failure) {
    var message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : " " + message);
  }
}
