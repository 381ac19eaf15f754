package io.labvm.control.idleness;

/** What a desktop does that does nothing. */
public final class Resting {
  /** Processors that an Xfce at rest stays well below. */
  public static final double CPUS = 0.05;

  private Resting() {}
}
