package io.labvm.ui.storage;

import io.labvm.contract.desktop.DesktopId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store as an admin sees it.
 *
 * @param room null until it was measured for the first time
 * @param trend one measurement a day, oldest first, at most 60
 * @param daysLeft until it is full if it goes on as in the last two weeks; null when it does not
 *     grow, or when less than a day is known
 * @param desktops the biggest ones, biggest first
 * @param versions those that alone take most, the biggest first
 */
public record StoreOverview(
    @Nullable Room room,
    List<Point> trend,
    @Nullable Long daysLeft,
    List<DesktopRoom> desktops,
    List<VersionRoom> versions,
    List<DamagedVersion> damaged) {
  public StoreOverview {
    trend = List.copyOf(trend);
    desktops = List.copyOf(desktops);
    versions = List.copyOf(versions);
    damaged = List.copyOf(damaged);
  }

  /**
   * The room of the store.
   *
   * @param fileSystem what it lies on, such as {@code ext4} or {@code MooseFS}
   * @param totalBytes of that
   * @param freeBytes left there
   * @param unreadable documents that could not be read
   */
  public record Room(
      Instant measuredAt,
      String fileSystem,
      long totalBytes,
      long freeBytes,
      long baseBytes,
      long layerBytes,
      long dataBytes,
      long unreadable) {
    /** Whatever it is taken by. */
    public long usedBytes() {
      return Math.max(0, totalBytes - freeBytes);
    }
  }

  /** A point of the trend. */
  public record Point(Instant at, long usedBytes) {}

  /**
   * The room of a desktop.
   *
   * @param owner login; null for a desktop that only the store knows
   * @param name null as well
   * @param bytes of all its versions
   * @param uniqueBytes of what no other desktop needs of these
   */
  public record DesktopRoom(
      DesktopId desktop,
      @Nullable String owner,
      @Nullable String name,
      int versions,
      long bytes,
      long uniqueBytes) {}

  /**
   * The room of a version.
   *
   * @param bytes of all it is made of
   * @param uniqueBytes of what nothing else needs, and its removal would free
   */
  public record VersionRoom(
      DesktopId desktop, String owner, long version, Instant time, long bytes, long uniqueBytes) {}

  /**
   * A version that is not offered.
   *
   * @param damage what was found
   */
  public record DamagedVersion(
      DesktopId desktop, String owner, String name, long version, Instant time, String damage) {}
}
