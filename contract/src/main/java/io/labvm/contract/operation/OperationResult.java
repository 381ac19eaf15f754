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
 * @param moved from where to where; null for other operations
 */
public record OperationResult(
    long version,
    boolean created,
    String consistency,
    long files,
    long bytes,
    long frozenMillis,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long undo,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String path,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Moved moved) {
  /** Of an operation that saves a desktop. */
  public OperationResult(
      long version,
      boolean created,
      String consistency,
      long files,
      long bytes,
      long frozenMillis) {
    this(version, created, consistency, files, bytes, frozenMillis, null, null, null);
  }

  /** Of one that a restore of a version takes back; null when nothing does. */
  public OperationResult undoneBy(@Nullable Long earlier) {
    return new OperationResult(
        version, created, consistency, files, bytes, frozenMillis, earlier, path, moved);
  }

  /** Of one that put something somewhere. */
  public OperationResult lyingAt(String where) {
    return new OperationResult(
        version, created, consistency, files, bytes, frozenMillis, undo, where, moved);
  }

  /** Of one that moved a desktop. */
  public OperationResult moved(Moved how) {
    return new OperationResult(
        version, created, consistency, files, bytes, frozenMillis, undo, path, how);
  }
}
