package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;
import io.temporal.activity.ActivityInterface;

/**
 * Short work on one node, queue {@link io.labvm.contract.TaskQueues#node}.
 *
 * <p>All are idempotent by desktop and epoch: a repeated call finds the work done and returns the
 * same result. Calls for one desktop exclude each other: an undo that arrives while its step still
 * runs waits for it. A call with an epoch below the newest the node has seen fails with
 * STALE_EPOCH.
 */
@ActivityInterface(namePrefix = "Node.")
public interface NodeActivities {
  /** What is here of a desktop's root; an upper that is named is not given up soon. */
  RootState inspectRoot(DesktopId desktop);

  /**
   * Makes upper and work if they do not exist and mounts the root. Undone by {@link #releaseRoot}.
   * Fails with MOUNT_FAILED, UPPER_IN_USE, UPPER_MISSING, NO_SPACE.
   */
  PreparedRoot prepareRoot(PrepareRoot request);

  /**
   * Unmounts; safe without {@link #prepareRoot}. With {@code discardUpper} the upper is deleted
   * too.
   */
  void releaseRoot(ReleaseRoot request);

  /**
   * Fetches the desktop's secrets over the node channel, writes its run directory and starts its
   * container. A container of an older epoch is removed first. Undone by {@link #removeContainer}.
   */
  StartedContainer runContainer(RunContainer request);

  /**
   * Stops (20 s grace) and removes the container; safe without {@link #runContainer}. Heartbeats.
   */
  void removeContainer(DesktopId desktop);

  /** Waits until the desktop's VNC server answers an RFB handshake. Heartbeats. */
  VncAnswer awaitVnc(AwaitVnc request);

  /** Ends and starts the X session. */
  void restartSession(DesktopId desktop);

  /** Fetches the secrets anew and hands them to the running desktop. */
  void refreshSecrets(DesktopId desktop, long epoch);

  /**
   * Holds a running desktop to other limits at once, all but the size of {@code /dev/shm}, which
   * counts from the next start on; nothing when it does not run. Less memory than its processes
   * hold is refused with MEMORY_IN_USE and changes nothing.
   */
  void applyLimits(ApplyLimits request);

  /** Lets a desktop go on that a capture holds; nothing when it runs or does not exist. */
  void thaw(DesktopId desktop);

  /** Answers at once. */
  NodePing ping();
}
