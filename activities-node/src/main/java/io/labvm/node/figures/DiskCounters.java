package io.labvm.node.figures;

import io.labvm.nodechannel.NodeMetrics.DiskUse;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a control group has read and written, all disks together, in either version's words. */
final class DiskCounters {
  private DiskCounters() {}

  /** Lines like {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0}. */
  static DiskUse ofUnified(String stat) {
    return new DiskUse(
        unified(stat, "rbytes="),
        unified(stat, "wbytes="),
        unified(stat, "rios="),
        unified(stat, "wios="));
  }

  private static long unified(String stat, String key) {
    return stat.lines()
        .flatMap(line -> Arrays.stream(line.split(" ")))
        .filter(word -> word.startsWith(key))
        .mapToLong(word -> Long.parseLong(word.substring(key.length())))
        .sum();
  }

  /**
   * Two files with lines like {@code 8:0 Read 1}; null when they name no disk, since then nothing
   * was read or written, or nobody counts.
   */
  static @Nullable DiskUse ofSplit(String bytes, String operations) {
    if (bytes.lines().noneMatch(line -> line.contains(":"))) {
      return null;
    }
    return new DiskUse(
        split(bytes, "Read"),
        split(bytes, "Write"),
        split(operations, "Read"),
        split(operations, "Write"));
  }

  private static long split(String file, String word) {
    return file.lines()
        .map(line -> line.strip().split(" "))
        .filter(words -> words.length == 3 && words[1].equals(word))
        .mapToLong(words -> Long.parseLong(words[2]))
        .sum();
  }
}
