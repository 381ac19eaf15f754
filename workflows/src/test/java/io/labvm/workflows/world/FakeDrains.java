package io.labvm.workflows.world;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.drain.DrainActivities;
import io.labvm.contract.drain.DrainLeg;
import io.labvm.contract.drain.DrainMove;
import io.labvm.contract.drain.DrainNode;
import io.labvm.contract.drain.DrainPlan;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.DrainWork;
import io.labvm.contract.drain.MoveDesktop;
import io.labvm.contract.drain.MoveState;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Desktops that switch when the test says so. */
public final class FakeDrains implements DrainActivities {
  /** What each desktop's switch is at the moment. */
  public final Map<String, MoveState> now = new ConcurrentSkipListMap<>();

  /** What the pages show. */
  public final Map<String, DrainMove> shown = new ConcurrentSkipListMap<>();

  private final Map<String, OperationId> operations = new ConcurrentSkipListMap<>();
  private final AtomicInteger most = new AtomicInteger();
  public volatile @Nullable DrainState ended;

  /** A desktop whose switch, once asked for, is in progress until the test ends it. */
  public void desktop(String id) {
    now.put(id, MoveState.MOVING);
  }

  /** The most switches that were in progress at once. */
  public int most() {
    return most.get();
  }

  /** The switches that were asked for. */
  public int asked() {
    return operations.size();
  }

  @Override
  public DrainPlan plan(NodeId node) {
    return new DrainPlan(node, List.of());
  }

  @Override
  public DrainWork begin(DrainNode request) {
    List<DrainLeg> legs =
        now.keySet().stream()
            .filter(d -> !isDone(shown.get(d)))
            .map(d -> new DrainLeg(new DesktopId(d), request.node(), null))
            .toList();
    return new DrainWork(legs, DrainWish.GO_ON);
  }

  private static boolean isDone(@Nullable DrainMove move) {
    return move != null && move.state().done();
  }

  @Override
  public DrainMove move(MoveDesktop request) {
    DesktopId desktop = request.leg().desktop();
    OperationId first = operations.putIfAbsent(desktop.value(), request.operation());
    if (first != null && !first.equals(request.operation())) {
      throw new AssertionError("another switch of " + desktop);
    }
    long done = shown.values().stream().filter(m -> m.state().done()).count();
    most.accumulateAndGet(operations.size() - (int) done, Math::max);
    return switch (now.getOrDefault(desktop.value(), MoveState.GONE)) {
      case WAITING -> DrainMove.waiting(desktop);
      case MOVING -> DrainMove.moving(desktop, request.operation());
      case MOVED -> DrainMove.moved(desktop, request.operation(), World.N2);
      case GONE -> DrainMove.gone(desktop);
      case LEFT -> DrainMove.left(desktop, request.operation(), "no room");
    };
  }

  @Override
  public void project(OperationId drain, DrainMove move) {
    shown.put(move.desktop().value(), move);
  }

  @Override
  public DrainState end(OperationId drain, boolean cancelled) {
    boolean left = shown.values().stream().anyMatch(m -> m.state() == MoveState.LEFT);
    DrainState end =
        cancelled ? DrainState.CANCELLED : left ? DrainState.INCOMPLETE : DrainState.SUCCEEDED;
    ended = end;
    return end;
  }
}
