package io.labvm.contract.idleness;

import io.labvm.contract.desktop.DesktopId;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Waits until a desktop has been unused for as long as the policy says, warns, and stops it. */
@WorkflowInterface
public interface IdlenessWorkflow {
  /**
   * Ends with the desktop's life, or with the policy.
   *
   * @return how it ended, for operators
   */
  @WorkflowMethod
  String run(DesktopId desktop);

  /** The policy is another one. What only puts a stop off needs no word. */
  @SignalMethod
  void look();
}
