package io.labvm.layers.durable;

/** What a test does at the fault points, until it is closed. */
public final class Faults implements AutoCloseable {
  private Faults() {}

  /** Tells the names of the places from now on. */
  public static Faults on(FaultPoint.Action action) {
    FaultPoint.onReach(action);
    return new Faults();
  }

  /** Does something the first time a place is reached. */
  public static Faults once(String place, Step step) {
    boolean[] armed = {true};
    return on(
        name -> {
          if (armed[0] && name.equals(place)) {
            armed[0] = false;
            step.run();
          }
        });
  }

  /** Of a test, by whatever it fails. */
  @FunctionalInterface
  public interface Step {
    /** Runs. */
    void run() throws java.io.IOException;
  }

  @Override
  public void close() {
    FaultPoint.onReach(null);
  }
}
