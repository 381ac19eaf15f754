package io.labvm.ui.nodes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node as the pages show it.
 *
 * @param sharedMachine true when several nodes divide one machine
 * @param seenAt time of its newest beacon; null before the first
 * @param desktops how many desktops are on it, also those that do not run
 * @param drain whether its last drain is in progress or keeps it closed
 * @param figures live figures; null before the first
 */
public record NodeView(
    String id,
    NodeState state,
    boolean schedulable,
    boolean sharedMachine,
    @Nullable Instant seenAt,
    int desktops,
    boolean drain,
    @Nullable Figures figures) {

  /**
   * Figures with their time; sizes in bytes.
   *
   * @param cpuLoad 0 to 1
   * @param gpuProblem why nothing is known of the GPUs; null when all is well
   * @param gpuWay how desktops get them: {@code cdi}, {@code nvidia-hook} or {@code none}; null
   *     from an agent that gives none
   * @param gpuWayProblem why desktops do not get them; null when they do
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
      List<GpuView> gpus,
      @Nullable String gpuProblem,
      @Nullable String gpuWay,
      @Nullable String gpuWayProblem) {
    public Figures {
      gpus = List.copyOf(gpus);
    }
  }

  /**
   * One GPU; null where it has no such figure.
   *
   * @param utilisation 0 to 1
   * @param temperature degrees Celsius
   * @param powerWatts drawn now
   * @param eccErrors of memory, uncorrected, since the driver was loaded
   */
  public record GpuView(
      String uuid,
      String name,
      @Nullable Double utilisation,
      long memoryUsedBytes,
      long memoryTotalBytes,
      @Nullable Double temperature,
      @Nullable Double powerWatts,
      @Nullable Long eccErrors,
      List<GpuUse> processes) {
    public GpuView {
      processes = List.copyOf(processes);
    }
  }

  /**
   * A process that computes on a GPU.
   *
   * @param memoryBytes of the GPU; null where the driver does not tell
   * @param login of the member in whose desktop it runs; null when in none
   */
  public record GpuUse(long pid, String name, @Nullable Long memoryBytes, @Nullable String login) {}
}
