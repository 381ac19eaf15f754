package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.storage.CaredDesktop;
import io.labvm.contract.storage.DesktopPage;
import io.labvm.contract.storage.FoldDesktop;
import io.labvm.contract.storage.PruneDesktop;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.StoreCareActivities;
import io.labvm.contract.storage.StoreUsage;
import io.labvm.contract.storage.SweptStore;
import io.labvm.contract.storage.VerifyDesktop;
import io.labvm.contract.storage.VersionPage;

/** Hands the contract's calls to {@link StoreCare} and {@link StoreRoom}; names what failed. */
final class StoreCareActivitiesImpl implements StoreCareActivities {
  private final StoreCare care;
  private final StoreRoom room;

  StoreCareActivitiesImpl(StoreCare care, StoreRoom room) {
    this.care = care;
    this.room = room;
  }

  @Override
  public DesktopPage desktops(String after) {
    return StoreFailures.attempt("listing desktops", () -> care.desktops(after));
  }

  @Override
  public CaredDesktop prune(PruneDesktop request) {
    return StoreFailures.attempt("pruning desktop " + request.desktop(), () -> care.prune(request));
  }

  @Override
  public PrunePlan planPrune(PruneDesktop request) {
    return StoreFailures.attempt(
        "planning a prune of desktop " + request.desktop(), () -> care.plan(request));
  }

  @Override
  public CaredDesktop fold(FoldDesktop request) {
    return StoreFailures.attempt(
        "folding layers of desktop " + request.desktop(), () -> care.fold(request));
  }

  @Override
  public CaredDesktop verify(VerifyDesktop request) {
    return StoreFailures.attempt(
        "verifying desktop " + request.desktop(), () -> care.verify(request));
  }

  @Override
  public SweptStore sweep() {
    return StoreFailures.attempt("sweeping the store", care::sweep);
  }

  @Override
  public CaredDesktop rebuildLists(OperationId operation) {
    return StoreFailures.attempt("rebuilding lists", () -> care.rebuildLists(operation));
  }

  @Override
  public VersionPage versions(DesktopId desktop, long after) {
    return StoreFailures.attempt(
        "listing versions of desktop " + desktop, () -> room.versions(desktop, after));
  }

  @Override
  public StoreUsage measure() {
    return StoreFailures.attempt("measuring the store", room::measure);
  }
}
