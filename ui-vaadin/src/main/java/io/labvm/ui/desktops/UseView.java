package io.labvm.ui.desktops;

import java.time.Instant;
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
    @Nullable String gpuProblem) {}
