package io.labvm.contract.operation;

import io.temporal.workflow.SignalMethod;

/**
 * What every operation workflow understands besides its run.
 *
 * <p>An abort is a signal and not Temporal's cancellation: a cancelled workflow closes as cancelled
 * and its outcome, which the desktop needs, would be lost.
 */
public interface AbortableWorkflow {
  /** Stops before the next step and undoes the finished ones; repeated or late ones are ignored. */
  @SignalMethod
  void abort();
}
