package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.StoreReading.Content;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Asks the store agent, after it was checked whose desktop it is. */
@Service
class StoredVersionContent implements VersionContent {
  private static final int CHANGES = 200;
  private static final int MOST = 1000;
  private static final long HIGHEST = 999_999_999;

  private final StoreReading store;
  private final DesktopService desktops;
  private final Audit audit;
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  StoredVersionContent(StoreReading store, DesktopService desktops, Audit audit) {
    this.store = store;
    this.desktops = desktops;
    this.audit = audit;
  }

  @Override
  public FolderPage folder(
      Caller caller,
      DesktopId desktop,
      long version,
      VersionPath path,
      @Nullable String after,
      int limit) {
    String at = at(caller, desktop, version) + "/tree?limit=" + Math.clamp(limit, 1, MOST);
    return document(at + path.query(after), FolderPage.class);
  }

  @Override
  public Content file(
      Caller caller, DesktopId desktop, long version, VersionPath path, @Nullable String range) {
    String at = at(caller, desktop, version) + "/file?limit=1" + path.query(null);
    return audited(caller, desktop, store.content(at, range));
  }

  @Override
  public Content archive(Caller caller, DesktopId desktop, long version, VersionPath path) {
    String at = at(caller, desktop, version) + "/archive?limit=1" + path.query(null);
    return audited(caller, desktop, store.content(at, null));
  }

  private Content audited(Caller caller, DesktopId desktop, Content content) {
    audit.record(caller, "download-from-version", desktop.value());
    return content;
  }

  @Override
  public ChangePage changes(
      Caller caller,
      DesktopId desktop,
      long before,
      long after,
      VersionPath path,
      @Nullable String behind) {
    String at = pair(caller, desktop, before, after) + "/changes?limit=" + CHANGES;
    return document(at + path.query(behind), ChangePage.class);
  }

  @Override
  public PackageChanges packages(Caller caller, DesktopId desktop, long before, long after) {
    return document(pair(caller, desktop, before, after) + "/packages", PackageChanges.class);
  }

  private String pair(Caller caller, DesktopId desktop, long before, long after) {
    return at(caller, desktop, before) + "/diff/" + number(after);
  }

  private String at(Caller caller, DesktopId desktop, long version) {
    return desktops.get(caller, desktop).id().value() + "/versions/" + number(version);
  }

  private static long number(long version) {
    if (version < 0 || version > HIGHEST) {
      throw ProblemException.notFound("version");
    }
    return version;
  }

  private <T> T document(String path, Class<T> type) {
    return json.readValue(store.document(path), type);
  }
}
