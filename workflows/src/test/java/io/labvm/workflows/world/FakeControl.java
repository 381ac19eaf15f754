package io.labvm.workflows.world;

import io.labvm.contract.control.AssignDesktop;
import io.labvm.contract.control.ChooseTarget;
import io.labvm.contract.control.ControlActivities;
import io.labvm.contract.control.FenceCheck;
import io.labvm.contract.control.PlaceDesktop;
import io.labvm.contract.control.Placement;
import io.labvm.contract.control.PromiseLimits;
import io.labvm.contract.control.RequestedBackup;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.SealedVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The control plane: placement, assignment, routes and what the pages were told. */
public final class FakeControl implements ControlActivities {
  private final Faults faults;
  public final Map<DesktopId, NodeId> placed = new ConcurrentHashMap<>();
  public final Map<DesktopId, AssignDesktop> assigned = new ConcurrentHashMap<>();
  public final Map<DesktopId, Long> routed = new ConcurrentHashMap<>();
  public final Set<DesktopId> forgotten = ConcurrentHashMap.newKeySet();
  public final Set<NodeId> dead = ConcurrentHashMap.newKeySet();
  public final Map<DesktopId, DesktopSnapshot> desktops = new ConcurrentHashMap<>();
  public final Map<OperationId, OperationSnapshot> operations = new ConcurrentHashMap<>();
  public final List<OperationSnapshot> told = Collections.synchronizedList(new ArrayList<>());
  private volatile NodeId next;

  FakeControl(Faults faults, NodeId next) {
    this.faults = faults;
    this.next = next;
  }

  /** Where the next desktop goes. */
  public void placeOn(NodeId node) {
    next = node;
  }

  boolean mayReadSecrets(DesktopId desktop, NodeId node, long epoch) {
    AssignDesktop held = assigned.get(desktop);
    return held != null && held.node().equals(node) && held.epoch() == epoch;
  }

  private volatile @Nullable OperationId placedBy;

  @Override
  public Placement place(PlaceDesktop request) {
    return faults.pass(
        "Control.Place",
        () -> {
          DesktopId desktop = request.spec().desktop();
          if (!request.operation().equals(placedBy)) {
            placed.put(desktop, next);
            placedBy = request.operation();
          }
          return new Placement(placed.computeIfAbsent(desktop, _ -> next));
        });
  }

  @Override
  public Placement chooseTarget(ChooseTarget request) {
    return faults.pass("Control.ChooseTarget", () -> new Placement(next));
  }

  /** What desktops were promised since their registration. */
  public final Map<DesktopId, Limits> promised = new ConcurrentHashMap<>();

  @Override
  public void promise(PromiseLimits request) {
    faults.pass("Control.Promise", () -> promised.put(request.desktop(), request.limits()));
  }

  @Override
  public void unplace(DesktopId desktop) {
    faults.pass(
        "Control.Unplace",
        () -> {
          placed.remove(desktop);
          assigned.remove(desktop);
          routed.remove(desktop);
        });
  }

  @Override
  public void assign(AssignDesktop request) {
    faults.pass(
        "Control.Assign",
        () -> {
          AssignDesktop held = assigned.get(request.desktop());
          if (held != null && held.epoch() > request.epoch()) {
            throw Failures.of(FailureCode.STALE_EPOCH, "a newer epoch is assigned", null);
          }
          assigned.put(request.desktop(), request);
        });
  }

  @Override
  public void route(DesktopId desktop, long epoch) {
    faults.pass("Control.Route", () -> routed.put(desktop, epoch));
  }

  @Override
  public void withdraw(DesktopId desktop, long epoch) {
    faults.pass("Control.Withdraw", () -> routed.remove(desktop));
  }

  @Override
  public boolean alive(NodeId node) {
    return faults.pass("Control.Alive", () -> !dead.contains(node));
  }

  /** Whether the guard of a node says that a desktop has ended there. */
  public volatile Predicate<FenceCheck> ended = check -> check.sinceMillis() >= 25_000;

  @Override
  public boolean fenced(FenceCheck request) {
    return faults.pass("Control.Fenced", () -> ended.test(request));
  }

  @Override
  public void forget(DesktopId desktop) {
    faults.pass(
        "Control.Forget",
        () -> {
          placed.remove(desktop);
          assigned.remove(desktop);
          routed.remove(desktop);
          forgotten.add(desktop);
        });
  }

  /** Numbers of the versions that the pages show. */
  public final Set<Long> versions = ConcurrentHashMap.newKeySet();

  @Override
  public void projectVersion(SealedVersion version) {
    faults.pass("Control.ProjectVersion", () -> versions.add(version.version()));
  }

  @Override
  public boolean showsVersion(DesktopId desktop, long version) {
    return faults.pass("Control.ShowsVersion", () -> versions.contains(version));
  }

  /** Labels by version; an empty text for a version that was taken from the pages. */
  public final Map<Long, String> notes = new ConcurrentHashMap<>();

  @Override
  public void projectNotes(NotedVersion version) {
    faults.pass("Control.ProjectNotes", () -> notes.put(version.version(), version.label()));
  }

  @Override
  public void forgetVersion(DesktopId desktop, long version) {
    faults.pass("Control.ForgetVersion", () -> notes.put(version, ""));
  }

  @Override
  public RequestedBackup requestBackup(DesktopId desktop, OperationId operation) {
    return faults.pass(
        "Control.RequestBackup",
        () -> new RequestedBackup(dead.isEmpty(), dead.isEmpty() ? "" : "node n1 is down"));
  }

  @Override
  public void projectOperation(OperationSnapshot snapshot) {
    faults.pass(
        "Control.ProjectOperation",
        () -> {
          told.add(snapshot);
          operations.merge(
              snapshot.operation(), snapshot, (a, b) -> b.sequence() > a.sequence() ? b : a);
        });
  }

  @Override
  public void projectDesktop(DesktopSnapshot snapshot) {
    faults.pass(
        "Control.ProjectDesktop",
        () ->
            desktops.merge(
                snapshot.desktop(), snapshot, (a, b) -> b.sequence() > a.sequence() ? b : a));
  }

  @Override
  public String ping() {
    return faults.pass("Control.Ping", () -> "here");
  }
}
