package io.labvm.workflows.drain;

import io.labvm.contract.drain.DrainPlan;
import io.labvm.contract.drain.PlanDrainWorkflow;
import io.labvm.contract.node.NodeId;
import io.labvm.workflows.WorkflowTimings;

/** One question. */
public final class PlanDrainWorkflowImpl implements PlanDrainWorkflow {
  private final WorkflowTimings timings;

  /** With these time-outs. */
  public PlanDrainWorkflowImpl(WorkflowTimings timings) {
    this.timings = timings;
  }

  @Override
  public DrainPlan run(NodeId node) {
    return new DrainCalls(timings).quick().plan(node);
  }
}
