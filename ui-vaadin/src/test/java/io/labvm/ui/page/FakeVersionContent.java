package io.labvm.ui.page;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.versions.ChangePage;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.PackageChanges;
import io.labvm.ui.versions.StoreReading.Content;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What versions hold, in memory. */
record FakeVersionContent(FakePortal portal) implements VersionContent {
  private void ask(String what) {
    portal.calls.add(what);
    if (portal.refusal != null) {
      throw portal.refusal;
    }
  }

  @Override
  public FolderPage folder(
      Caller caller,
      DesktopId desktop,
      long version,
      VersionPath path,
      @Nullable String after,
      int limit) {
    ask("folder " + version + " " + path + " " + after);
    return new FolderPage(List.copyOf(portal.files), portal.files.size() > 3 ? "bmV4dA" : null);
  }

  @Override
  public Content file(
      Caller caller, DesktopId desktop, long version, VersionPath path, @Nullable String range) {
    return new Content(InputStream.nullInputStream(), 0, null);
  }

  @Override
  public Content archive(Caller caller, DesktopId desktop, long version, VersionPath path) {
    return new Content(InputStream.nullInputStream(), -1, null);
  }

  @Override
  public ChangePage changes(
      Caller caller,
      DesktopId desktop,
      long before,
      long after,
      VersionPath path,
      @Nullable String behind) {
    ask("changes " + before + " " + after + " " + path);
    return new ChangePage(List.copyOf(portal.changed), null);
  }

  @Override
  public PackageChanges packages(Caller caller, DesktopId desktop, long before, long after) {
    return new PackageChanges(List.copyOf(portal.packages), 0);
  }
}
