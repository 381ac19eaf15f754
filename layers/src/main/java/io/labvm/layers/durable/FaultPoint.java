package io.labvm.layers.durable;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Named places between the steps of an operation, where tests end the process or the operation.
 * Without a test they cost a field access.
 */
public final class FaultPoint {
  /** Name of the place at which a process started with this property ends without any clean-up. */
  public static final String PROPERTY = "labvm.layers.fault";

  private static final String HALT_AT = System.getProperty(PROPERTY, "");

  private static volatile Consumer<String> action = FaultPoint::haltWhereTold;

  private FaultPoint() {}

  /**
   * Tells that a place is reached.
   *
   * @param name {@code operation.step}, before and after each step that others can see
   */
  public static void reach(String name) {
    action.accept(name);
  }

  /** Lets a test look at the names or throw from one; null restores the ordinary. */
  public static void onReach(@Nullable Consumer<String> test) {
    action = test == null ? FaultPoint::haltWhereTold : test;
  }

  private static void haltWhereTold(String name) {
    if (name.equals(HALT_AT)) {
      Runtime.getRuntime().halt(137);
    }
  }
}
