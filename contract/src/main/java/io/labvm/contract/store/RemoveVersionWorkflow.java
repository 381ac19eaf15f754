package io.labvm.contract.store;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Removes a version from the store, then from the pages. Fails with WRONG_STATE for the newest, a
 * pinned one, and the one a desktop stands on.
 */
@WorkflowInterface
public interface RemoveVersionWorkflow {
  @WorkflowMethod
  void run(RemoveVersion request);
}
