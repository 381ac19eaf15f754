package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.versions.StoreReading.Content;
import org.jspecify.annotations.Nullable;

/**
 * What versions hold. All methods fail with NOT_FOUND when the desktop is unknown, deleted or
 * foreign or has no such version or name, with VERSION_DAMAGED when the version is, and with
 * UNAVAILABLE while the store is away.
 */
public interface VersionContent {
  /**
   * Names of a folder.
   *
   * @param after {@link FolderPage#next} of the page before; null for the first
   * @param limit of entries, 1 to 1000
   */
  FolderPage folder(
      Caller caller,
      DesktopId desktop,
      long version,
      VersionPath path,
      @Nullable String after,
      int limit);

  /** The content of a file; audited. The caller closes it. */
  Content file(
      Caller caller, DesktopId desktop, long version, VersionPath path, @Nullable String range);

  /** A file or folder with all below it as a tar archive; audited. The caller closes it. */
  Content archive(Caller caller, DesktopId desktop, long version, VersionPath path);

  /** What differs in one folder between two versions; 0 is the bare base. */
  ChangePage changes(
      Caller caller,
      DesktopId desktop,
      long before,
      long after,
      VersionPath path,
      @Nullable String behind);

  /** Which Debian packages differ between two versions. */
  PackageChanges packages(Caller caller, DesktopId desktop, long before, long after);
}
