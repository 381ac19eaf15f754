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

  /**
   * Ships what changed in a desktop's upper: of a running one first while it runs, then what is
   * left is captured while it stands still, for 2 s at most, thawed and shipped. Repeated: only
   * what changed since. Fails with STORE_UNAVAILABLE, NO_SPACE, STALE_EPOCH, UPPER_MISSING,
   * UPPER_IN_USE. Undone by {@link NodeActivities#thaw}.
   */
  Captured capture(CaptureUpper request);

  /** Answers at once. */
  NodePing pingIo();
}
