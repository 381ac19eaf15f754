package io.labvm.layers.command;

import io.labvm.layers.source.ImportProgress;
import java.io.PrintStream;

/** Prints a line every two seconds of a long import. */
final class ProgressLine implements ImportProgress {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final PrintStream err;
  private long next = System.nanoTime() + EVERY_NANOS;

  ProgressLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public void reached(long entries, long bytes) {
    if (System.nanoTime() - next >= 0) {
      next += EVERY_NANOS;
      err.printf("%d entries, %d MB%n", entries, bytes / 1_000_000);
    }
  }
}
