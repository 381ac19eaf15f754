package io.labvm.layers.fuzz;

import io.labvm.layers.durable.FaultPoint;

/** Ends what a thread does at a named place, as the death of its process would. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final ThreadLocal<String> AT = ThreadLocal.withInitial(() -> "");

  private Crash(String place) {
    super("crashed at " + place);
  }

  /** Makes all threads crash where they were told to. */
  static void install() {
    FaultPoint.onReach(Crash::reached);
  }

  /** This thread crashes when it comes to the place next. */
  static void at(String place) {
    AT.set(place);
  }

  /** This thread does not crash any more, wherever it comes to. */
  static void disarm() {
    AT.remove();
  }

  private static void reached(String place) {
    if (place.equals(AT.get())) {
      AT.remove();
      throw new Crash(place);
    }
  }
}
