package io.labvm.control.drain;

import io.labvm.contract.drain.DrainActivities;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainPlan;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWork;
import io.labvm.contract.drain.MoveDesktop;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import org.springframework.stereotype.Component;

/** Hands each activity to the part that does it. */
@Component("drainActivities")
final class DrainActivitiesImpl implements DrainActivities {
  private final DrainRows rows;
  private final Moves moves;
  private final Plans plans;

  DrainActivitiesImpl(DrainRows rows, Moves moves, Plans plans) {
    this.rows = rows;
    this.moves = moves;
    this.plans = plans;
  }

  @Override
  public DrainPlan plan(NodeId node) {
    return new DrainPlan(node, plans.of(node));
  }

  @Override
  public DrainWork begin(DrainNode request) {
    return rows.begin(request);
  }

  @Override
  public DrainMove move(MoveDesktop request) {
    return moves.move(request);
  }

  @Override
  public void project(OperationId drain, DrainMove move) {
    rows.move(drain, move);
  }

  @Override
  public DrainState end(OperationId drain, boolean cancelled) {
    return rows.end(drain, cancelled);
  }
}
