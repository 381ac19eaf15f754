package io.labvm.nodechannel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live figures of a node, sent by its agent every five seconds. Sizes in bytes.
 *
 * @param cpus processors this node may use; on a shared machine its share of them
 * @param cpuLoad used part of them, 0 to 1
 * @param diskTotalBytes of the file system that holds the node's state
 * @param networkReceivedBytes counted since boot, like the sent ones
 * @param engineVersion Docker Engine's version, empty when it does not answer
 * @param kernel the kernel's release
 * @param desktops the running ones
 * @param gpus empty on a node without GPUs
 * @param sync what is shipped to the store, also of desktops that do not run
 */
public record NodeMetrics(
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
    List<DesktopMetrics> desktops,
    List<GpuMetrics> gpus,
    @Nullable List<SyncMetrics> sync) {
  /** An agent of an older build says nothing of its sync. */
  public NodeMetrics {
    Names.present("engineVersion", engineVersion);
    Names.present("kernel", kernel);
    desktops = List.copyOf(Names.present("desktops", desktops));
    gpus = List.copyOf(Names.present("gpus", gpus));
    sync = sync == null ? List.of() : List.copyOf(sync);
  }

  /**
   * One running desktop.
   *
   * @param cpu processors in use, e.g. 1.5
   */
  public record DesktopMetrics(String desktop, long epoch, double cpu, long memoryBytes) {
    public DesktopMetrics {
      Names.desktop(desktop);
    }
  }

  /**
   * One GPU of the node.
   *
   * @param utilisation 0 to 1
   * @param temperature degrees Celsius
   */
  public record GpuMetrics(
      String uuid,
      String name,
      double utilisation,
      long memoryUsedBytes,
      long memoryTotalBytes,
      double temperature) {
    public GpuMetrics {
      Names.present("uuid", uuid);
      Names.present("name", name);
    }
  }

  /**
   * What would be lost of one desktop if the node died now.
   *
   * @param oldestUnshippedMillis epoch milliseconds of the oldest change that is not shipped, null
   *     when all is
   * @param files names known to have changed since, at least
   * @param bytes waiting to be shipped
   * @param behindSinceMillis since when the store could not be reached, null while it can
   * @param source how changes are noticed: {@code fanotify}, {@code inotify} or {@code scan}
   */
  public record SyncMetrics(
      String desktop,
      long epoch,
      @Nullable Long oldestUnshippedMillis,
      long files,
      long bytes,
      @Nullable Long behindSinceMillis,
      String source) {
    public SyncMetrics {
      Names.desktop(desktop);
      Names.present("source", source);
    }
  }
}
