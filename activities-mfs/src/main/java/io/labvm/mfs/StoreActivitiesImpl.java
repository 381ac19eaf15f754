package io.labvm.mfs;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.store.CreateDesktop;
import io.labvm.contract.store.DeleteStoredDesktop;
import io.labvm.contract.store.EpochHolder;
import io.labvm.contract.store.ForkStored;
import io.labvm.contract.store.NoteVersion;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.RemoveVersion;
import io.labvm.contract.store.RestoreStored;
import io.labvm.contract.store.SealDesktop;
import io.labvm.contract.store.SealedVersion;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoreActivities;
import io.labvm.contract.store.StorePing;
import io.labvm.contract.store.StoredDesktop;
import io.labvm.contract.store.StoredStack;
import io.labvm.contract.store.TakeEpoch;
import io.labvm.contract.store.TakenEpoch;
import io.labvm.contract.store.VerifyVersion;

/** Hands the contract's calls to {@link StoredDesktops} and names what failed. */
final class StoreActivitiesImpl implements StoreActivities {
  private final StoreWork work;
  private final StoredDesktops desktops;
  private final StoredVersions versions;
  private final String agent;
  private final String version;

  StoreActivitiesImpl(
      StoreWork work,
      StoredDesktops desktops,
      StoredVersions versions,
      String agent,
      String version) {
    this.work = work;
    this.desktops = desktops;
    this.versions = versions;
    this.agent = agent;
    this.version = version;
  }

  @Override
  public StoredDesktop createDesktop(CreateDesktop request) {
    return work.attempt("recording desktop " + request.desktop(), () -> desktops.create(request));
  }

  @Override
  public StoredDesktop fork(ForkStored request) {
    return work.attempt(
        "forking desktop " + request.origin().desktop(), () -> desktops.fork(request));
  }

  @Override
  public StoredStack stack(StackOf request) {
    return work.attempt(
        "reading version %d of desktop %s".formatted(request.version(), request.desktop()),
        () -> versions.stack(request));
  }

  @Override
  public SealedVersion restore(RestoreStored request) {
    return work.attempt(
        "restoring version %d of desktop %s".formatted(request.version(), request.desktop()),
        () -> versions.restore(request));
  }

  @Override
  public TakenEpoch takeEpoch(TakeEpoch request) {
    return work.attempt(
        "taking an epoch of desktop " + request.desktop(), () -> desktops.takeEpoch(request));
  }

  @Override
  public EpochHolder holder(DesktopId desktop) {
    return work.attempt("asking who holds desktop " + desktop, () -> desktops.holder(desktop));
  }

  @Override
  public void deleteDesktop(DeleteStoredDesktop request) {
    work.perform(
        "moving desktop " + request.desktop() + " to the trash", () -> desktops.delete(request));
  }

  @Override
  public SealedVersion seal(SealDesktop request) {
    return work.attempt("sealing desktop " + request.desktop(), () -> versions.seal(request));
  }

  @Override
  public void verifyVersion(VerifyVersion request) {
    work.perform(
        "verifying version %d of desktop %s".formatted(request.version(), request.desktop()),
        () -> versions.verify(request));
  }

  @Override
  public NotedVersion noteVersion(NoteVersion request) {
    return work.attempt(
        "noting version %d of desktop %s".formatted(request.version(), request.desktop()),
        () -> versions.note(request));
  }

  @Override
  public void removeVersion(RemoveVersion request) {
    work.perform(
        "removing version %d of desktop %s".formatted(request.version(), request.desktop()),
        () -> versions.remove(request));
  }

  @Override
  public StorePing ping() {
    return work.attempt(
        "reading the store's format",
        () -> {
          desktops.check();
          return new StorePing(agent, version);
        });
  }
}
