package io.labvm.contract.node;

import io.temporal.activity.ActivityInterface;

/** Long work on one node, queue {@link io.labvm.contract.TaskQueues#nodeIo}. */
@ActivityInterface(namePrefix = "NodeIo.")
public interface NodeIoActivities {
  /**
   * Brings a base image into the node's cache and mounts it. Idempotent by base; heartbeats with
   * {@link io.labvm.contract.operation.Progress} in bytes. Nothing to undo: the cache is evicted by
   * age.
   */
  FetchedBase fetchBase(FetchBase request);

  /** Answers at once. */
  NodePing pingIo();
}
