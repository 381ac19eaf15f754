package io.labvm.workflows.version;

import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NoteVersionWorkflow;
import io.labvm.contract.store.NotedVersion;
import io.labvm.workflows.Calls;
import io.labvm.workflows.WorkflowTimings;

/** The store decides; the pages follow. */
public final class NoteVersionWorkflowImpl implements NoteVersionWorkflow {
  private final Calls calls;

  public NoteVersionWorkflowImpl(WorkflowTimings timings) {
    this.calls = new Calls(timings);
  }

  @Override
  public NotedVersion run(NoteVersion request) {
    NotedVersion noted = calls.steadyStore().noteVersion(request);
    calls.patientControl().projectNotes(noted);
    return noted;
  }
}
