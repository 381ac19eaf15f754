package io.labvm.bench;

/**
 * One run of one piece of work.
 *
 * @param wall seconds by the clock
 * @param cpu seconds of processors, user and system; 0 when not known
 * @param peakMib largest resident set of one process; 0 when not known
 */
record Sample(double wall, double cpu, long peakMib) {
  /** Of work whose length alone is of interest. */
  static Sample ofWall(double seconds) {
    return new Sample(seconds, 0, 0);
  }

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
