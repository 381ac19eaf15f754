package io.labvm.guard;

/** One desktop at one epoch: what a control group, a lease and a verdict are about. */
record Holding(String desktop, long epoch) {
  @Override
  public String toString() {
    return desktop + " epoch " + epoch;
  }
}
