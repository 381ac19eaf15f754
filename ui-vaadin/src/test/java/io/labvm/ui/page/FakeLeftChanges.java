package io.labvm.ui.page;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.StoreReading.Content;
import io.labvm.ui.versions.VersionPath;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was left behind, in memory. */
record FakeLeftChanges(FakePortal portal) implements LeftChanges {
  private void ask(String what) {
    portal.calls.add(what);
    if (portal.refusal != null) {
      throw portal.refusal;
    }
  }

  @Override
  public List<LeftView> of(Caller caller, DesktopId desktop) {
    return List.copyOf(portal.left);
  }

  @Override
  public FolderPage folder(
      Caller caller, LeftPlace left, VersionPath path, @Nullable String after) {
    ask("left folder " + left.id() + " " + path + " " + after);
    return new FolderPage(List.copyOf(portal.files), portal.files.size() > 3 ? "bmV4dA" : null);
  }

  @Override
  public Content file(Caller caller, LeftPlace left, VersionPath path, @Nullable String range) {
    return new Content(InputStream.nullInputStream(), 0, null);
  }

  @Override
  public Content archive(Caller caller, LeftPlace left, VersionPath path) {
    return new Content(InputStream.nullInputStream(), -1, null);
  }

  @Override
  public Accepted copyBack(
      Caller caller,
      LeftPlace left,
      @Nullable String path,
      FromVersion.@Nullable Mode mode,
      RequestKey key) {
    ask("copy back of left " + left.id() + " " + path + " " + mode);
    return new Accepted(Samples.OPERATION, left.desktop());
  }

  @Override
  public void discard(Caller caller, LeftPlace left) {
    ask("discard " + left.id());
    portal.left.removeIf(l -> l.id().equals(left.id()));
  }
}
