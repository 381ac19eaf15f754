package io.labvm.ui.nodes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as the pages show it.
 *
 * @param sharedMachine true when several nodes divide one machine
 * @param seenAt time of its newest beacon; null before the first
 * @param desktops how many desktops are assigned to it
 * @param figures live figures; null before the first
 */
public record NodeView(
    String id,
    NodeState state,
    boolean schedulable,
    boolean sharedMachine,
    @Nullable Instant seenAt,
    int desktops,
    @Nullable Figures figures) {

  /**
   * Figures with their time; sizes in bytes.
   *
   * @param cpuLoad 0 to 1
   */
  public record Figures(
      Instant at,
      double cpus,
      double cpuLoad,
      long memoryTotalBytes,
      long memoryUsedBytes,
      long diskTotalBytes,
      long diskFreeBytes,
      long networkReceivedBytes,
      long networkSentBytes,
      String engineVersion,
      String kernel,
      List<GpuView> gpus) {
    public Figures {
      gpus = List.copyOf(gpus);
    }
  }

  /** One GPU; utilisation 0 to 1, temperature in degrees Celsius. */
  public record GpuView(
      String uuid,
      String name,
      double utilisation,
      long memoryUsedBytes,
      long memoryTotalBytes,
      double temperature) {}
}
