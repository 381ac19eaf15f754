package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an operation on versions came to.
 *
 * @param version the newest version now
 * @param created false when nothing had changed, so that no version was made
 * @param consistency what the version is worth: {@code frozen}, {@code stopped} or {@code live}
 * @param files names that the capture shipped
 * @param bytes of content that the capture shipped
 * @param frozenMillis how long the desktop stood still
 * @param undo the version whose restore takes a restore back; null for other operations
 * @param path where something that was copied back lies; null for other operations
 */
public record OperationResult(
    long version,
    boolean created,
    String consistency,
    long files,
    long bytes,
    long frozenMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long undo,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String path) {
  /** Of an operation that saves a desktop. */
  public OperationResult(
      long version,
      boolean created,
      String consistency,
      long files,
      long bytes,
      long frozenMillis) {
    this(version, created, consistency, files, bytes, frozenMillis, null, null);
  }
}
