package io.labvm.ui.desktops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running desktop uses, as its node last told; null where nobody knows. Sizes in bytes.
 *
 * @param cpus processors in use, e.g. 1.5
 * @param memoryBytes with the cache of its files; null when its control group is gone
 * @param filesInMemoryBytes of {@code /dev/shm}, {@code /tmp}, {@code /run} and shared memory
 * @param tasks processes and threads
 * @param readBytes from disks since it was started
 * @param writtenBytes like read
 * @param memoryKills processes that its memory limit has ended since it was started
 * @param ownBytes room of its own files on the node's disk
 * @param gpuProblem why its GPUs cannot be used in it any more; null when they can
 * @param shortages of what little is left
 */
public record UseView(
    Instant at,
    double cpus,
    @Nullable Long memoryBytes,
    @Nullable Long memoryLimitBytes,
    @Nullable Long filesInMemoryBytes,
    @Nullable Long tasks,
    @Nullable Long tasksLimit,
    @Nullable Long readBytes,
    @Nullable Long writtenBytes,
    @Nullable Long memoryKills,
    @Nullable Long ownBytes,
    @Nullable String gpuProblem,
    List<Shortage> shortages) {
  public UseView {
    shortages = List.copyOf(shortages);
  }

  /**
   * Something of which little is left.
   *
   * @param what {@code memory} that its processes hold, {@code tasks}, or {@code disk} of the node
   * @param percent that was reached, 80 or 95
   */
  public record Shortage(String what, long used, long limit, int percent) {}
}
