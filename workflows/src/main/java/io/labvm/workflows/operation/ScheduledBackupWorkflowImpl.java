package io.labvm.workflows.operation;

import io.labvm.contract.control.RequestedBackup;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.ScheduledBackupWorkflow;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;
import io.temporal.workflow.Workflow;

/** Asks and ends: the backup itself is an operation of the desktop. */
public final class ScheduledBackupWorkflowImpl implements ScheduledBackupWorkflow {
  private final Calls calls;

  /** With other time-outs. */
  public ScheduledBackupWorkflowImpl(WorkflowTimings timings) {
    this.calls = new Calls(timings);
  }

  @Override
  public String run(DesktopId desktop) {
    OperationId operation = new OperationId(Workflow.randomUUID().toString());
    RequestedBackup answer = calls.patientControl().requestBackup(desktop, operation);
    String said = answer.asked() ? "asked: operation " + operation : "skipped: " + answer.reason();
    Workflow.setCurrentDetails(said);
    return said;
  }
}
