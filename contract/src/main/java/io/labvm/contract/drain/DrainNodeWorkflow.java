package io.labvm.contract.drain;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Moves all desktops from a node, or home to it, a few at a time. */
@WorkflowInterface
public interface DrainNodeWorkflow {
  /** Returns in words what became of it. A desktop that cannot be moved stops no other. */
  @WorkflowMethod
  String run(DrainNode request);

  /** Moves in progress come to their end, whatever is wished. */
  @SignalMethod
  void steer(DrainWish wish);
}
