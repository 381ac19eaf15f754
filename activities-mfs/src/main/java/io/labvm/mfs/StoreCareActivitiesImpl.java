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
  private final StoreWork work;
  private final StoreCare care;
  private final StoreRoom room;

  StoreCareActivitiesImpl(StoreWork work, StoreCare care, StoreRoom room) {
    this.work = work;
    this.care = care;
    this.room = room;
  }

  @Override
  public DesktopPage desktops(String after) {
    return work.attempt("listing desktops", () -> care.desktops(after));
  }

  @Override
  public CaredDesktop prune(PruneDesktop request) {
    return work.attempt("pruning desktop " + request.desktop(), () -> care.prune(request));
  }

  @Override
  public PrunePlan planPrune(PruneDesktop request) {
    return work.attempt(
        "planning a prune of desktop " + request.desktop(), () -> care.plan(request));
  }

  @Override
  public CaredDesktop fold(FoldDesktop request) {
    return work.attempt("folding layers of desktop " + request.desktop(), () -> care.fold(request));
  }

  @Override
  public CaredDesktop verify(VerifyDesktop request) {
    return work.attempt("verifying desktop " + request.desktop(), () -> care.verify(request));
  }

  @Override
  public SweptStore sweep() {
    return work.attempt("sweeping the store", care::sweep);
  }

  @Override
  public CaredDesktop rebuildLists(OperationId operation) {
    return work.attempt("rebuilding lists", () -> care.rebuildLists(operation));
  }

  @Override
  public VersionPage versions(DesktopId desktop, long after) {
    return work.attempt(
        "listing versions of desktop " + desktop, () -> room.versions(desktop, after));
  }

  @Override
  public StoreUsage measure() {
    return work.attempt("measuring the store", room::measure);
  }
}
