package io.labvm.control.temporal;

import io.labvm.contract.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;

/** Workflows of which one runs, however often it is started. */
public final class OneRun {
  private OneRun() {}

  /** Options of a workflow of that id: a start while it runs does nothing. */
  public static WorkflowOptions.Builder of(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
  }
}
