package io.labvm.contract.control;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.SealedVersion;
import io.temporal.activity.ActivityInterface;

/** Work of the control application, queue {@link io.labvm.contract.TaskQueues#CONTROL}. */
@ActivityInterface(namePrefix = "Control.")
public interface ControlActivities {
  /**
   * Chooses a node that is alive, schedulable, has the base's architecture and room for the limits,
   * and reserves the room. Idempotent by operation. Fails with NO_CAPACITY, NODE_UNAVAILABLE.
   */
  Placement place(PlaceDesktop request);

  /**
   * Chooses a node to move to, by the same rules, and keeps the room while the operation is in
   * progress; the desktop keeps its node until {@link #assign}. Fails with NO_CAPACITY,
   * NODE_UNAVAILABLE.
   */
  Placement chooseTarget(ChooseTarget request);

  /**
   * Records what a desktop may use, which is the room that is kept for it. Where it is to run, more
   * than before only as far as its node has room: NO_CAPACITY. Idempotent.
   */
  void promise(PromiseLimits request);

  /**
   * Gives the reserved room back and takes the assignment away, keeping the epoch; safe without
   * {@link #place}.
   */
  void unplace(DesktopId desktop);

  /**
   * Records which node holds the desktop at which epoch: from then on secrets follow it; {@link
   * #route} opens it for connections. An older epoch never replaces a newer one: STALE_EPOCH.
   */
  void assign(AssignDesktop request);

  /**
   * Lets connections in; only for the epoch assigned, an older one fails with STALE_EPOCH.
   * Idempotent. Undone by {@link #withdraw}.
   */
  void route(DesktopId desktop, long epoch);

  /** Takes the route away; connections are no longer let in. Idempotent. */
  void withdraw(DesktopId desktop, long epoch);

  /**
   * False when the node is lost: its beacon and its worker are both silent. True also while only
   * its agent is missing, since that comes back.
   */
  boolean alive(NodeId node);

  /**
   * True when a desktop is known not to run on a node any more under an older epoch: the node's
   * guard says so, or has been silent for so long that it has stopped what it held.
   */
  boolean fenced(FenceCheck request);

  /**
   * Marks the desktop's row deleted, gives its room back and frees its addresses (kept 30 days).
   * Idempotent.
   */
  void forget(DesktopId desktop);

  /** Shows a version on the pages, as sound at this moment. Idempotent by its number. */
  void projectVersion(SealedVersion version);

  /** Whether the pages have a version. */
  boolean showsVersion(DesktopId desktop, long version);

  /** Shows a version's label and pin on the pages. Idempotent. */
  void projectNotes(NotedVersion version);

  /** Takes a version from the pages. Idempotent. */
  void forgetVersion(DesktopId desktop, long version);

  /**
   * Asks a desktop for a backup in the name of its schedule, unless it would come to nothing: node
   * down, an operation in progress, stopped with everything saved. Idempotent by operation.
   */
  RequestedBackup requestBackup(DesktopId desktop, OperationId operation);

  void projectOperation(OperationSnapshot snapshot);

  void projectDesktop(DesktopSnapshot snapshot);

  /** Answers at once, after one query of the database. */
  String ping();
}
