package io.labvm.layers;

import java.io.IOException;

/**
 * The named places between the steps of an operation. A test lets the operation fail or the process
 * die there; what is durable by then must be old or new, and a repetition must converge.
 */
@FunctionalInterface
public interface FaultPoints {
  /** Nothing ever happens at them. */
  FaultPoints NONE = name -> {};

  /**
   * Called right before or after a step.
   *
   * @param name {@code <operation>.<before|after>-<step>}
   */
  void reached(String name) throws IOException;
}
