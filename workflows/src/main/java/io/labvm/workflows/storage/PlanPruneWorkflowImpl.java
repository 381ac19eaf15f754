package io.labvm.workflows.storage;

import io.labvm.contract.storage.PlanPruneWorkflow;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.workflows.WorkflowTimings;

/** One question. */
public final class PlanPruneWorkflowImpl implements PlanPruneWorkflow {
  private final WorkflowTimings timings;

  /** With these time-outs. */
  public PlanPruneWorkflowImpl(WorkflowTimings timings) {
    this.timings = timings;
  }

  @Override
  public PrunePlan run(PruneDesktop request) {
    return new StoreCalls(timings).quickCare().planPrune(request);
  }
}
