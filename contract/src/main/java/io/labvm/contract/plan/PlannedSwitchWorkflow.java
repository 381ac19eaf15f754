package io.labvm.contract.plan;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Waits until a planned switch is due, then asks for it. */
@WorkflowInterface
public interface PlannedSwitchWorkflow {
  /**
   * @return what became of it, for operators
   */
  @WorkflowMethod
  String run(PlannedSwitch plan);

  /** It is not wanted any more. The database has said so before, and decides. */
  @SignalMethod
  void cancel();
}
