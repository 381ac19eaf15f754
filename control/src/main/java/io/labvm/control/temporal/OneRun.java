package io.labvm.control.temporal;

import io.labvm.contract.LabVmSearchAttributes;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;

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

  /** The same of one that is about a desktop, by which operators find it. */
  public static WorkflowOptions.Builder of(String id, DesktopId desktop) {
    return of(id)
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(LabVmSearchAttributes.DESKTOP, desktop.value())
                .build());
  }
}
