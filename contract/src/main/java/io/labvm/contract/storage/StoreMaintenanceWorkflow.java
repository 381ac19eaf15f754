package io.labvm.contract.storage;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One run of maintenance over the whole store, or over one desktop. */
@WorkflowInterface
public interface StoreMaintenanceWorkflow {
  /** Returns in words what became of it. What failed with one desktop stops no other. */
  @WorkflowMethod
  String run(MaintenanceRequest request);
}
