package io.labvm.workflows;

import io.labvm.contract.desktop.DesktopState;
import io.labvm.contract.desktop.DesktopWorkflow;
import io.labvm.contract.drain.DrainNodeWorkflow;
import io.labvm.contract.drain.PlanDrainWorkflow;
import io.labvm.contract.idleness.IdlenessWorkflow;
import io.labvm.contract.operation.BackupDesktopWorkflow;
import io.labvm.contract.operation.ChangeLimitsWorkflow;
import io.labvm.contract.operation.CopyBackWorkflow;
import io.labvm.contract.operation.DeleteDesktopWorkflow;
import io.labvm.contract.operation.DesktopOperation;
import io.labvm.contract.operation.RegisterDesktopWorkflow;
import io.labvm.contract.operation.RestartSessionWorkflow;
import io.labvm.contract.operation.RestoreVersionWorkflow;
import io.labvm.contract.operation.RotateSecretWorkflow;
import io.labvm.contract.operation.ScheduledBackupWorkflow;
import io.labvm.contract.operation.StartDesktopWorkflow;
import io.labvm.contract.operation.StartElsewhereWorkflow;
import io.labvm.contract.operation.StopDesktopWorkflow;
import io.labvm.contract.operation.SwitchNodeWorkflow;
import io.labvm.contract.plan.PlannedSwitchWorkflow;
import io.labvm.contract.platform.PlatformCheckWorkflow;
import io.labvm.contract.storage.PlanPruneWorkflow;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.labvm.contract.store.NoteVersionWorkflow;
import io.labvm.contract.store.RemoveVersionWorkflow;
import io.labvm.workflows.desktop.DesktopWorkflowImpl;
import io.labvm.workflows.drain.DrainNodeWorkflowImpl;
import io.labvm.workflows.drain.PlanDrainWorkflowImpl;
import io.labvm.workflows.idleness.IdlenessWorkflowImpl;
import io.labvm.workflows.operation.BackupDesktopWorkflowImpl;
import io.labvm.workflows.operation.ChangeLimitsWorkflowImpl;
import io.labvm.workflows.operation.CopyBackWorkflowImpl;
import io.labvm.workflows.operation.DeleteDesktopWorkflowImpl;
import io.labvm.workflows.operation.RegisterDesktopWorkflowImpl;
import io.labvm.workflows.operation.RestartSessionWorkflowImpl;
import io.labvm.workflows.operation.RestoreVersionWorkflowImpl;
import io.labvm.workflows.operation.RotateSecretWorkflowImpl;
import io.labvm.workflows.operation.ScheduledBackupWorkflowImpl;
import io.labvm.workflows.operation.StartDesktopWorkflowImpl;
import io.labvm.workflows.operation.StartElsewhereWorkflowImpl;
import io.labvm.workflows.operation.StopDesktopWorkflowImpl;
import io.labvm.workflows.operation.SwitchNodeWorkflowImpl;
import io.labvm.workflows.plan.PlannedSwitchWorkflowImpl;
import io.labvm.workflows.platform.PlatformCheckWorkflowImpl;
import io.labvm.workflows.storage.PlanPruneWorkflowImpl;
import io.labvm.workflows.storage.StoreMaintenanceWorkflowImpl;
import io.labvm.workflows.version.NoteVersionWorkflowImpl;
import io.labvm.workflows.version.RemoveVersionWorkflowImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.Functions;

/** All workflow types of labVm. */
public final class LabVmWorkflows {
  private LabVmWorkflows() {}

  /** Registers every type with a worker of the queue {@code workflows}, before it starts. */
  public static void register(Worker worker, WorkflowTimings timings) {
    worker.registerWorkflowImplementationFactory(
        DesktopWorkflow.class,
        arguments -> new DesktopWorkflowImpl(arguments.get(0, DesktopState.class), timings),
        options());
    operation(
        worker, RegisterDesktopWorkflow.class, o -> new RegisterDesktopWorkflowImpl(o, timings));
    operation(worker, StartDesktopWorkflow.class, o -> new StartDesktopWorkflowImpl(o, timings));
    operation(worker, StopDesktopWorkflow.class, o -> new StopDesktopWorkflowImpl(o, timings));
    operation(worker, BackupDesktopWorkflow.class, o -> new BackupDesktopWorkflowImpl(o, timings));
    operation(
        worker, RestoreVersionWorkflow.class, o -> new RestoreVersionWorkflowImpl(o, timings));
    operation(worker, CopyBackWorkflow.class, o -> new CopyBackWorkflowImpl(o, timings));
    operation(worker, SwitchNodeWorkflow.class, o -> new SwitchNodeWorkflowImpl(o, timings));
    operation(
        worker, StartElsewhereWorkflow.class, o -> new StartElsewhereWorkflowImpl(o, timings));
    operation(worker, DeleteDesktopWorkflow.class, o -> new DeleteDesktopWorkflowImpl(o, timings));
    operation(
        worker, RestartSessionWorkflow.class, o -> new RestartSessionWorkflowImpl(o, timings));
    operation(worker, ChangeLimitsWorkflow.class, o -> new ChangeLimitsWorkflowImpl(o, timings));
    operation(worker, RotateSecretWorkflow.class, o -> new RotateSecretWorkflowImpl(o, timings));
    worker.registerWorkflowImplementationFactory(
        ScheduledBackupWorkflow.class, () -> new ScheduledBackupWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        StoreMaintenanceWorkflow.class, () -> new StoreMaintenanceWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        PlanPruneWorkflow.class, () -> new PlanPruneWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        NoteVersionWorkflow.class, () -> new NoteVersionWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        RemoveVersionWorkflow.class, () -> new RemoveVersionWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        DrainNodeWorkflow.class, () -> new DrainNodeWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        PlanDrainWorkflow.class, () -> new PlanDrainWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        PlannedSwitchWorkflow.class, () -> new PlannedSwitchWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        IdlenessWorkflow.class, () -> new IdlenessWorkflowImpl(timings), options());
    worker.registerWorkflowImplementationFactory(
        PlatformCheckWorkflow.class, () -> new PlatformCheckWorkflowImpl(timings), options());
  }

  /** The constructor gets the input, so that a signal that comes first finds the operation. */
  private static <W> void operation(
      Worker worker, Class<W> type, Functions.Func1<DesktopOperation, W> make) {
    worker.registerWorkflowImplementationFactory(
        type, arguments -> make.apply(arguments.get(0, DesktopOperation.class)), options());
  }

  private static WorkflowImplementationOptions options() {
    return WorkflowImplementationOptions.getDefaultInstance();
  }
}
