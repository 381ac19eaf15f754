package io.labvm.contract.storage;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Asks the store agent what rules would remove; changes nothing. */
@WorkflowInterface
public interface PlanPruneWorkflow {
  @WorkflowMethod
  PrunePlan run(PruneDesktop request);
}
