package io.labvm.ui.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A name in a folder that differs between two versions, with what differs below it.
 *
 * @param name null when it is not UTF-8
 * @param change {@code added}, {@code removed}, {@code replaced}, {@code content}, {@code
 *     attributes}; {@code inside} for a folder in which something differs
 * @param added files below it, itself included; likewise {@code changed} and {@code removed}
 * @param bytes of the files that were added or have other content
 * @param complete false when there is more than was counted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChangedEntry(
    @Nullable String name,
    @Nullable String nameBase64,
    String type,
    String change,
    @Nullable Long sizeBefore,
    @Nullable Long sizeAfter,
    long added,
    long changed,
    long removed,
    long bytes,
    boolean complete) {

  /** The name as it is in the version. */
  public byte[] bytesOfName() {
    return FolderEntry.bytes(name, nameBase64);
  }

  /** The name in a form to show. */
  public String shown() {
    return VersionPath.shown(bytesOfName());
  }
}
