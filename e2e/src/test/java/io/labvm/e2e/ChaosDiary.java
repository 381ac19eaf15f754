package io.labvm.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was done and seen, printed as it happens; the newest of it explains a violation. */
final class ChaosDiary {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REMEMBERED = 120;

  private final Instant began = Instant.now();
  private final ArrayDeque<String> newest = new ArrayDeque<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  synchronized void note(String what) {
    String line =
        String.format("%7.1f s  ", Duration.between(began, Instant.now()).toMillis() / 1000.0)
            + what;
    System.out.println(line);
    newest.add(line);
    if (newest.size() > REMEMBERED) {
      newest.remove();
    }
  }

  /** The same, and one more of its kind. */
  synchronized void count(String kind, String what) {
    counts.merge(kind, 1, Integer::sum);
    note(what);
  }

  /** Sends a command as a program would: with one key, until it is answered. */
  void sent(String who, Api api, String path, @Nullable Object body) {
    String key = UUID.randomUUID().toString();
    try {
      Api.Answer answer =
          Wait.until(
              "an answer to " + path,
              PATIENCE,
              () -> {
                var now = api.post(path, body, "Idempotency-Key", key);
                return now.status() >= 500 ? null : now;
              });
      if (answer.status() != 202) {
        count("refused", "%s refused: %d %s".formatted(who, answer.status(), answer.body()));
      }
    } catch (AssertionError e) {
      count("unanswered", "%s unanswered: %s".formatted(who, e.getCause()));
    }
  }

  synchronized String tail() {
    return String.join("\n", newest);
  }

  synchronized String counts() {
    return counts.toString();
  }
}
