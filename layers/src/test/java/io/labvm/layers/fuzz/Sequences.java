package io.labvm.layers.fuzz;

import io.labvm.layers.scenario.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/** Runs sequences side by side, each worker with a laboratory of its own. */
final class Sequences {
  private final AtomicLong nextSeed;
  private final LongPredicate goOn;
  private final Tally tally = new Tally();
  private final List<String> failures = new ArrayList<>();

  private Sequences(long firstSeed, LongPredicate goOn) {
    this.nextSeed = new AtomicLong(firstSeed);
    this.goOn = goOn;
  }

  /**
   * What came out.
   *
   * @param failures one text for each seed that failed; at most a few, since the run ends then
   */
  record Outcome(Tally tally, List<String> failures) {}

  /** Seeds from the first on, as long as {@code goOn} says of the next one. */
  static Outcome run(int workers, long firstSeed, LongPredicate goOn) throws Exception {
    Crash.install();
    Sequences run = new Sequences(firstSeed, goOn);
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        futures.add(
            executor.submit(
                () -> {
                  run.work();
                  return null;
                }));
      }
      for (Future<?> future : futures) {
        wait(future);
      }
    }
    return new Outcome(run.tally, List.copyOf(run.failures));
  }

  private static void wait(Future<?> future) throws Exception {
    try {
      var ignored = future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker failed outside of a sequence", e);
    }
  }

  private void work() throws Exception {
    try (Lab lab = Lab.open()) {
      while (!hasFailed()) {
        long seed = nextSeed.getAndIncrement();
        if (!goOn.test(seed)) {
          return;
        }
        one(lab, seed);
      }
    }
  }

  private void one(Lab lab, long seed) {
    try {
      Sequence.run(lab, seed, tally);
    } catch (Exception | AssertionError e) {
      fail(seed, e);
    }
  }

  private synchronized void fail(long seed, Throwable e) {
    StringBuilder text = new StringBuilder("seed " + seed + ", again by -Dlabvm.fuzz.seed=" + seed);
    for (Throwable at = e; at != null; at = at.getCause()) {
      text.append("\n  ").append(at);
    }
    for (Throwable after : e.getSuppressed()) {
      text.append("\n  then ").append(after);
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    java.util.Arrays.stream(cause.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.labvm"))
        .limit(12)
        .forEach(frame -> text.append("\n    at ").append(frame));
    failures.add(text.toString());
  }

  private synchronized boolean hasFailed() {
    return !failures.isEmpty();
  }
}
