package io.labvm.layers.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Named places between the steps of an operation, where tests look, fail the operation or end the
 * process. What is durable there is old or new, and the operation repeated must converge. Without a
 * test they cost a field access.
 */
public final class FaultPoint {
  /** Name of the place at which a process started with this property ends without any clean-up. */
  public static final String PROPERTY = "labvm.layers.fault";

  private static final String HALT_AT = System.getProperty(PROPERTY, "");

  private static volatile Action action = FaultPoint::haltWhereTold;

  private FaultPoint() {}

  /** What a test does at the places, told by their names. */
  @FunctionalInterface
  public interface Action {
    /** Nothing. */
    Action NONE = name -> {};

    /** Called where the name says, by the thread that comes there. */
    void reached(String name) throws IOException;
  }

  /**
   * Tells that a place is reached.
   *
   * @param name {@code operation.step.place}, before and after each step that others can see
   */
  public static void reach(String name) {
    try {
      action.reached(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Lets a test look at the names or throw from one; null restores the ordinary. */
  public static void onReach(@Nullable Action test) {
    action = test == null ? FaultPoint::haltWhereTold : test;
  }

  private static void haltWhereTold(String name) {
    if (name.equals(HALT_AT)) {
      Runtime.getRuntime().halt(137);
    }
  }
}
