package io.labvm.contract.store;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Notes something about a version, in the store first, then where the pages read it. */
@WorkflowInterface
public interface NoteVersionWorkflow {
  @WorkflowMethod
  NotedVersion run(NoteVersion request);
}
