package io.labvm.contract.storage;

import java.util.List;

/**
 * The room of the store.
 *
 * @param totalBytes of the file system it lies on
 * @param freeBytes left there
 * @param fileSystem its type, such as {@code ext4} or {@code MooseFS}
 * @param desktops the biggest ones, biggest first
 * @param unreadable documents that could not be read
 */
public record StoreUsage(
    long measuredMillis,
    long totalBytes,
    long freeBytes,
    String fileSystem,
    long baseBytes,
    long layerBytes,
    long dataBytes,
    List<DesktopUsage> desktops,
    long unreadable) {
  public StoreUsage {
    desktops = List.copyOf(desktops);
  }
}
