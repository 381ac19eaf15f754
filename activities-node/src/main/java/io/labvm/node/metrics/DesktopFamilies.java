package io.labvm.node.metrics;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.desktop.Captures.Taken;
import io.labvm.nodechannel.NodeMetrics.DesktopMetrics;
import io.labvm.nodechannel.NodeMetrics.DiskUse;
import io.labvm.nodechannel.NodeMetrics.RunCounts;
import io.labvm.nodechannel.NodeMetrics.SyncMetrics;
import io.prometheus.metrics.model.snapshots.Labels;
import org.jspecify.annotations.Nullable;

/** Families of single desktops, by the label {@code desktop}. */
final class DesktopFamilies {
  private static final double MILLIS = 1e3;

  private DesktopFamilies() {}

  static void running(Families to, DesktopMetrics desktop) {
    Labels labels = Labels.of("desktop", desktop.desktop());
    to.gauge("labvm_desktop_connections", "Open ones.", labels, desktop.connections());
    to.gauge(
        "labvm_desktop_memory_usage_bytes",
        "Memory in use, with the cache of its files.",
        labels,
        desktop.memoryBytes() == 0 ? null : desktop.memoryBytes());
    if (desktop.counts() != null) {
      counts(to, labels, desktop.counts());
    }
  }

  private static void counts(Families to, Labels labels, RunCounts counts) {
    to.counter("labvm_desktop_cpu_seconds", "Used since its start.", labels, counts.cpuSeconds());
    to.gauge("labvm_desktop_memory_limit_bytes", "Its limit.", labels, counts.memoryLimitBytes());
    to.gauge(
        "labvm_desktop_shmem_bytes",
        "Files in memory (/dev/shm, /tmp, /run) and shared memory.",
        labels,
        counts.filesInMemoryBytes());
    to.gauge("labvm_desktop_tasks", "Processes and threads.", labels, counts.tasks());
    to.gauge("labvm_desktop_tasks_limit", "Their limit.", labels, counts.tasksLimit());
    to.counter(
        "labvm_desktop_oom_kills",
        "Processes that the memory limit has ended.",
        labels,
        counts.memoryKills());
    to.gauge(
        "labvm_desktop_upper_bytes",
        "Room of its own files on the node's disk, as last counted.",
        labels,
        counts.upperBytes());
    if (counts.io() != null) {
      io(to, labels, counts.io());
    }
  }

  private static void io(Families to, Labels labels, DiskUse io) {
    to.counter("labvm_desktop_disk_read_bytes", "Read from disks.", labels, io.readBytes());
    to.counter("labvm_desktop_disk_written_bytes", "Written to disks.", labels, io.writtenBytes());
    to.counter("labvm_desktop_disk_reads_completed", "Reads.", labels, io.reads());
    to.counter("labvm_desktop_disk_writes_completed", "Writes.", labels, io.writes());
  }

  /**
   * What would be lost of a desktop if the node died.
   *
   * @param nowMillis the wall clock
   */
  static void sync(Families to, SyncMetrics sync, long nowMillis) {
    Labels labels = Labels.of("desktop", sync.desktop());
    to.gauge(
        "labvm_desktop_sync_lag_bytes", "Waiting to be shipped, at least.", labels, sync.bytes());
    to.gauge(
        "labvm_desktop_sync_lag_files",
        "Names known to have changed since, at least.",
        labels,
        sync.files());
    to.gauge(
        "labvm_desktop_sync_lag_seconds",
        "Age of the oldest change that is not in the store; 0 when all is.",
        labels,
        seconds(sync.oldestUnshippedMillis(), nowMillis));
    to.gauge(
        "labvm_desktop_sync_store_unreachable_seconds",
        "For how long the store has not been reached; 0 while it is.",
        labels,
        seconds(sync.behindSinceMillis(), nowMillis));
  }

  /** What went to its last version from here. */
  static void capture(Families to, DesktopId desktop, Taken taken) {
    Labels labels = Labels.of("desktop", desktop.value());
    to.gauge(
        "labvm_desktop_last_capture_timestamp_seconds",
        "When the last capture for a version ended, since the agent's start.",
        labels,
        taken.atMillis() / MILLIS);
    to.gauge("labvm_desktop_last_capture_bytes", "What that shipped.", labels, taken.bytes());
    to.gauge(
        "labvm_desktop_last_capture_frozen_seconds",
        "How long the desktop stood still for it.",
        labels,
        taken.stoodStillMillis() / MILLIS);
  }

  private static double seconds(@Nullable Long since, long nowMillis) {
    return since == null ? 0 : Math.max(0, (nowMillis - since) / MILLIS);
  }
}
