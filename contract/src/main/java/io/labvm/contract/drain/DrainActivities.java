package io.labvm.contract.drain;

import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.temporal.activity.ActivityInterface;

/** What the control application does for drains, queue CONTROL. All are idempotent. */
@ActivityInterface(namePrefix = "Drain.")
public interface DrainActivities {
  /** What a drain would do now; changes nothing. */
  DrainPlan plan(NodeId node);

  /** The desktops that a drain is about, chosen when it is asked first. */
  DrainWork begin(DrainNode request);

  /**
   * Asks a desktop to switch, once, and tells how that is now.
   *
   * @return WAITING when another operation is in progress; MOVING and WAITING are to be asked again
   */
  DrainMove move(MoveDesktop request);

  /** Shows how one desktop's move is. */
  void project(OperationId drain, DrainMove move);

  /** Shows that a drain has ended, in the state that its moves tell. */
  DrainState end(OperationId drain, boolean cancelled);
}
