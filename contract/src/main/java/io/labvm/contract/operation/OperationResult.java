package io.labvm.contract.operation;

/**
 * What an operation that saves a desktop came to.
 *
 * @param version the newest version now
 * @param created false when nothing had changed, so that no version was made
 * @param consistency what the version is worth: {@code frozen}, {@code stopped} or {@code live}
 * @param files names that the capture shipped
 * @param bytes of content that the capture shipped
 * @param frozenMillis how long the desktop stood still
 */
public record OperationResult(
    long version, boolean created, String consistency, long files, long bytes, long frozenMillis) {}
