package io.labvm.contract.operation;

import io.temporal.workflow.SignalMethod;

/**
 * An operation that only reads a running desktop at its node: when the node is lost, nothing it
 * could wait for comes any more, and its desktop must not be held up by it.
 */
public interface NodeBoundWorkflow extends AbortableWorkflow {
  /** Ends the operation as failed; what it has saved stays. Repeated or late: ignored. */
  @SignalMethod
  void nodeLost();
}
