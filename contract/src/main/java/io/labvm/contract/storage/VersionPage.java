package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import java.util.List;

/**
 * Some versions of a desktop, ascending, without the bare base.
 *
 * @param after all are greater than this one
 * @param upTo none is missing up to this one; the greatest number of all on the last page
 * @param last whether none comes behind these
 * @param listedMillis when the store was looked at
 * @param unreadable numbers of versions whose documents are damaged
 */
public record VersionPage(
    DesktopId desktop,
    long after,
    long upTo,
    boolean last,
    long listedMillis,
    List<StoredVersion> versions,
    List<Long> unreadable) {
  public VersionPage {
    versions = List.copyOf(versions);
    unreadable = List.copyOf(unreadable);
  }
}
