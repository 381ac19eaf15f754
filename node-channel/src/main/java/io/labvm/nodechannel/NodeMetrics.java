package io.labvm.nodechannel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Live figures of a node, sent by its agent every two seconds. Sizes in bytes.
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
 * @param gpuProblem why nothing is known of the GPUs, in the driver's words; null when all is well
 * @param leftBehind changes that stayed on the node when their desktops went on elsewhere
 * @param readingPort where the portal reads those; null where it cannot
 * @param gpuGiving how desktops get GPUs; null from an agent of an older build, which gives none
 * @param memoryKills the last few of each desktop that were ended within an hour, newest first
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
    @Nullable List<SyncMetrics> sync,
    @Nullable String gpuProblem,
    @Nullable List<LeftMetrics> leftBehind,
    @Nullable Integer readingPort,
    @Nullable GpuGiving gpuGiving,
    @Nullable List<MemoryKill> memoryKills) {
  /** An agent of an older build says nothing of what is null here. */
  public NodeMetrics {
    Names.present("engineVersion", engineVersion);
    Names.present("kernel", kernel);
    desktops = List.copyOf(Names.present("desktops", desktops));
    gpus = List.copyOf(Names.present("gpus", gpus));
    sync = sync == null ? List.of() : List.copyOf(sync);
    leftBehind = leftBehind == null ? List.of() : List.copyOf(leftBehind);
    memoryKills = memoryKills == null ? List.of() : List.copyOf(memoryKills);
  }

  /**
   * One running desktop.
   *
   * @param cpu processors in use, e.g. 1.5
   * @param programs what its people run there; null when it cannot be read
   * @param connections of VNC and SSH that are open; null from an agent of an older build
   * @param counts what else its control group counts; null from an agent of an older build
   * @param gpuProblem why the GPUs given to it cannot be used in it any more; null when they can,
   *     and while nobody knows
   * @param shortages of what little is left
   * @param inputMillisAgo since keyboard, mouse, clipboard or SSH gave it input, somebody
   *     connected, or its agent began to look; null from an agent of an older build
   */
  public record DesktopMetrics(
      String desktop,
      long epoch,
      double cpu,
      long memoryBytes,
      @Nullable RunningPrograms programs,
      @Nullable Integer connections,
      @Nullable RunCounts counts,
      @Nullable String gpuProblem,
      @Nullable List<Shortage> shortages,
      @Nullable Long inputMillisAgo) {
    public DesktopMetrics {
      Names.desktop(desktop);
      shortages = shortages == null ? List.of() : List.copyOf(shortages);
    }
  }

  /**
   * What is counted of one run of a desktop; null where nobody tells.
   *
   * @param cpuSeconds of processors, used since it was started
   * @param memoryLimitBytes null also without a limit
   * @param filesInMemoryBytes of {@code /dev/shm}, {@code /tmp}, {@code /run} and shared memory;
   *     part of its memory
   * @param tasks processes and their threads
   * @param tasksLimit null also without a limit
   * @param io of its disks
   * @param memoryKills processes that its memory limit has ended
   * @param upperBytes of room that its own files take on the node's disk, as last counted
   */
  public record RunCounts(
      @Nullable Double cpuSeconds,
      @Nullable Long memoryLimitBytes,
      @Nullable Long filesInMemoryBytes,
      @Nullable Long tasks,
      @Nullable Long tasksLimit,
      @Nullable DiskUse io,
      @Nullable Long memoryKills,
      @Nullable Long upperBytes) {}

  /**
   * Something of which little is left.
   *
   * @param what {@value #MEMORY} that processes hold, {@value #TASKS}, or {@value #DISK} of the
   *     node
   * @param percent that was reached, {@value #SOME} or {@value #NEARLY_ALL}
   */
  public record Shortage(String what, long used, long limit, int percent) {
    public static final String MEMORY = "memory";
    public static final String TASKS = "tasks";
    public static final String DISK = "disk";
    public static final int SOME = 80;
    public static final int NEARLY_ALL = 95;

    public Shortage {
      Names.present("what", what);
    }
  }

  /** What was read and written since the start, in bytes and in operations. */
  public record DiskUse(long readBytes, long writtenBytes, long reads, long writes) {}

  /**
   * What is run in a desktop, without what makes up the desktop itself.
   *
   * @param named those that have run longest first
   * @param others number of processes for which there was no room
   * @param readMillis epoch milliseconds when they were looked at
   */
  public record RunningPrograms(List<RunningProgram> named, int others, long readMillis) {
    public RunningPrograms {
      named = List.copyOf(Names.present("named", named));
    }
  }

  /**
   * Processes of one name.
   *
   * @param name as the processes call themselves: whatever their owner likes
   * @param processes how many
   * @param sinceMillis epoch milliseconds when the oldest began
   */
  public record RunningProgram(String name, int processes, long sinceMillis) {
    public RunningProgram {
      Names.present("name", name);
    }
  }

  /**
   * How desktops get GPUs.
   *
   * @param way {@value #CDI}, {@value #HOOK} or {@value #NONE}
   * @param problem why GPUs that are there cannot be given; null when they can, or there are none
   */
  public record GpuGiving(String way, @Nullable String problem) {
    /** By a device specification of the node. */
    public static final String CDI = "cdi";

    /** By the engine, which has NVIDIA's hook. */
    public static final String HOOK = "nvidia-hook";

    public static final String NONE = "none";

    public GpuGiving {
      Names.present("way", way);
    }
  }

  /**
   * One GPU of the node; null where its kind or its mode has no such figure.
   *
   * @param utilisation 0 to 1
   * @param temperature degrees Celsius
   * @param powerWatts drawn now
   * @param powerLimitWatts most that it may draw
   * @param clockMhz of its processors
   * @param eccErrors of memory, uncorrected, since the driver was loaded
   * @param processes that compute on it, those with the most memory
   */
  public record GpuMetrics(
      String uuid,
      String name,
      @Nullable Double utilisation,
      long memoryUsedBytes,
      long memoryTotalBytes,
      @Nullable Double temperature,
      @Nullable Double powerWatts,
      @Nullable Double powerLimitWatts,
      @Nullable Long clockMhz,
      @Nullable Long eccErrors,
      @Nullable List<GpuProcess> processes) {
    public GpuMetrics {
      Names.present("uuid", uuid);
      Names.present("name", name);
      processes = processes == null ? List.of() : List.copyOf(processes);
    }
  }

  /**
   * A process that computes on a GPU.
   *
   * @param pid on the node
   * @param name as the process calls itself: whatever its owner likes
   * @param memoryBytes of the GPU; null where the driver does not tell
   * @param desktop in which it runs; null when in none of this node
   */
  public record GpuProcess(
      long pid, String name, @Nullable Long memoryBytes, @Nullable String desktop) {
    public GpuProcess {
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

  /**
   * The upper of a desktop that goes on elsewhere; no version holds all of it.
   *
   * @param id unique on this node
   * @param sinceMillis epoch milliseconds when it was moved aside
   * @param keptUntilMillis epoch milliseconds until when it stays
   * @param names in it
   * @param bytes of room on the disk
   * @param complete false when there is more than was counted
   */
  public record LeftMetrics(
      String desktop,
      String id,
      long sinceMillis,
      long keptUntilMillis,
      long names,
      long bytes,
      boolean complete) {
    public LeftMetrics {
      Names.desktop(desktop);
      Names.present("id", id);
    }
  }

  /**
   * Processes of a desktop that the kernel ended for want of memory.
   *
   * @param id the same whenever it is told again, and of nothing else of this epoch
   * @param atMillis epoch milliseconds; without a name, when they were counted
   * @param program as it called itself: whatever its owner likes; null when only counted
   * @param bytes of memory that it held; null when only counted
   * @param processes how many
   * @param byLimit false when the node itself was out of memory
   */
  public record MemoryKill(
      String desktop,
      long epoch,
      String id,
      long atMillis,
      @Nullable String program,
      @Nullable Long bytes,
      int processes,
      boolean byLimit) {
    public MemoryKill {
      Names.desktop(desktop);
      Names.present("id", id);
    }
  }
}
