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
   * Brings layers and the data files they refer to into the node's cache. Idempotent by layer;
   * heartbeats with {@link io.labvm.contract.operation.Progress} in bytes. Fails with
   * STORE_UNAVAILABLE, NO_SPACE, DAMAGED, UNSUPPORTED. Nothing to undo.
   */
  FetchedLayers fetchLayers(FetchLayers request);

  /**
   * Copies a file or folder of a version, whose layers are here, or of left-behind changes into the
   * running desktop; whole or not at all. Idempotent by operation: what it has put lies there once,
   * unless somebody moved it away since. Heartbeats with {@link
   * io.labvm.contract.operation.Progress} in bytes. Fails with WRONG_STATE when there is no such
   * path or the desktop does not run, MOUNT_FAILED, NO_SPACE, STALE_EPOCH.
   */
  CopiedBack copyBack(CopyBack request);

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
