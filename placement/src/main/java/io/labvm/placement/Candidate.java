package io.labvm.placement;

import io.labvm.contract.desktop.Limits;
import io.labvm.contract.store.BaseId;
import java.util.Comparator;
import java.util.Set;

/**
 * A node that may take a desktop.
 *
 * @param cpus processors it has
 * @param memoryBytes memory it has
 * @param promisedMilliCpus thousandths of processors promised to its desktops
 * @param promisedBytes memory promised to its desktops
 * @param diskFreeBytes of the file system that holds its desktops' changes; the most when unknown
 * @param gpus that it could give to one desktop now
 * @param hasGpus whether it has any, free or not
 * @param bases of which it has a copy, since desktops of them were there
 */
public record Candidate(
    String node,
    double cpus,
    long memoryBytes,
    long promisedMilliCpus,
    long promisedBytes,
    long diskFreeBytes,
    int gpus,
    boolean hasGpus,
    Set<String> bases) {
  /** Less is soon full: a base alone may take a gigabyte, and desktops write. */
  private static final long CRAMPED_BYTES = 5_000_000_000L;

  /** How much fuller a node may be, in parts of its room, to be chosen for its copy of a base. */
  private static final double COPY_IS_WORTH = 0.1;

  /**
   * The node that fits best is the least. First whether it gives the GPUs that are wanted: now,
   * later, or never. Then whether its disk is nearly full. Then how much of its room is promised,
   * of memory or processors, whichever is scarcer; a copy of the base makes up for some.
   *
   * @param gpus wanted, 0 for none
   */
  static Comparator<Candidate> fit(
      BaseId base, int gpus, double cpuOvercommit, double memoryOvercommit) {
    return Comparator.<Candidate, GpuAnswer>comparing(c -> c.gives(gpus))
        .thenComparing(c -> c.diskFreeBytes < CRAMPED_BYTES)
        .thenComparingDouble(
            c ->
                c.load(cpuOvercommit, memoryOvercommit)
                    - (c.bases.contains(base.value()) ? COPY_IS_WORTH : 0))
        .thenComparing(Candidate::node);
  }

  /**
   * @param wanted number of GPUs, 0 for none
   */
  public GpuAnswer gives(int wanted) {
    if (gpus >= wanted) {
      return GpuAnswer.NOW;
    }
    return hasGpus ? GpuAnswer.LATER : GpuAnswer.NEVER;
  }

  /** Whether it may promise that much more. */
  boolean hasRoomFor(Limits limits, double cpuOvercommit, double memoryOvercommit) {
    return promisedMilliCpus + limits.milliCpus() <= cpus * 1000 * cpuOvercommit
        && promisedBytes + limits.memoryBytes() <= memoryBytes * memoryOvercommit;
  }

  /** With one desktop more. */
  public Candidate with(Limits limits, int wantedGpus) {
    return new Candidate(
        node,
        cpus,
        memoryBytes,
        promisedMilliCpus + limits.milliCpus(),
        promisedBytes + limits.memoryBytes(),
        diskFreeBytes,
        gpus == Integer.MAX_VALUE ? gpus : Math.max(0, gpus - wantedGpus),
        hasGpus,
        bases);
  }

  /** The part of its room that is promised, 0 when none is. */
  private double load(double cpuOvercommit, double memoryOvercommit) {
    return Math.max(
        part(promisedBytes, memoryBytes * memoryOvercommit),
        part(promisedMilliCpus, cpus * 1000 * cpuOvercommit));
  }

  private static double part(long promised, double room) {
    return room > 0 ? promised / room : Double.MAX_VALUE;
  }
}
