package io.labvm.ui.page;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.versions.BackupPolicy;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.VersionNote;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import java.util.List;

/** Versions in memory. */
record FakeVersions(FakePortal portal) implements VersionService {
  @Override
  public List<VersionView> of(Caller caller, DesktopId desktop) {
    return List.copyOf(portal.versions);
  }

  @Override
  public BackupPolicy policy(Caller caller, DesktopId desktop) {
    return new BackupPolicy(null);
  }

  @Override
  public BackupSchedule schedule(Caller caller, DesktopId desktop) {
    return portal.schedule;
  }

  @Override
  public void setPolicy(Caller caller, DesktopId desktop, BackupPolicy policy) {
    portal.calls.add("every " + policy.everyMinutes());
  }

  @Override
  public VersionView note(Caller caller, DesktopId desktop, long version, VersionNote note) {
    portal.calls.add("note " + version + " " + note.label() + " " + note.pinned());
    return portal.versions.getFirst();
  }

  @Override
  public void remove(Caller caller, DesktopId desktop, long version) {
    portal.calls.add("remove " + version);
  }
}
