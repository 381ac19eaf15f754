package io.labvm.control;

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
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.SealedVersion;
import io.labvm.control.backup.BackupRequests;
import io.labvm.control.node.Fences;
import io.labvm.control.node.NodeLiveness;
import io.labvm.control.placement.Assignments;
import io.labvm.control.placement.Placements;
import io.labvm.control.projection.Projections;
import io.labvm.control.storage.StoreRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Hands each activity to the part that does it. */
@Component("controlActivities")
final class ControlActivitiesImpl implements ControlActivities {
  private final Placements placements;
  private final Assignments assignments;
  private final Projections projections;
  private final NodeLiveness liveness;
  private final Fences fences;
  private final BackupRequests backups;
  private final StoreRuns stores;
  private final JdbcClient database;

  ControlActivitiesImpl(
      Placements placements,
      Assignments assignments,
      Projections projections,
      NodeLiveness liveness,
      Fences fences,
      BackupRequests backups,
      StoreRuns stores,
      JdbcClient database) {
    this.placements = placements;
    this.assignments = assignments;
    this.projections = projections;
    this.liveness = liveness;
    this.fences = fences;
    this.backups = backups;
    this.stores = stores;
    this.database = database;
  }

  @Override
  public Placement place(PlaceDesktop request) {
    return new Placement(placements.place(request));
  }

  @Override
  public Placement chooseTarget(ChooseTarget request) {
    return new Placement(placements.target(request));
  }

  @Override
  public void promise(PromiseLimits request) {
    placements.promise(request);
  }

  @Override
  public void unplace(DesktopId desktop) {
    assignments.unplace(desktop);
  }

  @Override
  public void assign(AssignDesktop request) {
    assignments.assign(request);
  }

  @Override
  public void route(DesktopId desktop, long epoch) {
    assignments.route(desktop, epoch);
  }

  @Override
  public void withdraw(DesktopId desktop, long epoch) {
    assignments.withdraw(desktop, epoch);
  }

  @Override
  public boolean alive(NodeId node) {
    return liveness.alive(node);
  }

  @Override
  public boolean fenced(FenceCheck request) {
    return fences.ended(request);
  }

  @Override
  public void forget(DesktopId desktop) {
    assignments.forget(desktop);
  }

  @Override
  public void projectVersion(SealedVersion version) {
    projections.version(version);
    stores.stackGrew(version.desktop(), version.layers());
  }

  @Override
  public boolean showsVersion(DesktopId desktop, long version) {
    return projections.hasVersion(desktop, version);
  }

  @Override
  public void projectNotes(NotedVersion version) {
    projections.notes(version);
  }

  @Override
  public void forgetVersion(DesktopId desktop, long version) {
    projections.forgetVersion(desktop, version);
  }

  @Override
  public RequestedBackup requestBackup(DesktopId desktop, OperationId operation) {
    return backups.request(desktop, operation);
  }

  @Override
  public void projectOperation(OperationSnapshot snapshot) {
    backups.noteEnd(snapshot);
    projections.operation(snapshot);
  }

  @Override
  public void projectDesktop(DesktopSnapshot snapshot) {
    projections.desktop(snapshot);
  }

  @Override
  public String ping() {
    return database.sql("select version()").query(String.class).single();
  }
}
