package io.labvm.workflows.version;

import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RemoveVersionWorkflow;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;

/** The store decides; the pages follow. */
public final class RemoveVersionWorkflowImpl implements RemoveVersionWorkflow {
  private final Calls calls;

  public RemoveVersionWorkflowImpl(WorkflowTimings timings) {
    this.calls = new Calls(timings);
  }

  @Override
  public void run(RemoveVersion request) {
    calls.steadyStore().removeVersion(request);
    calls.patientControl().forgetVersion(request.desktop(), request.version());
  }
}
