package io.labvm.layers.sync;

import io.labvm.linux.TreeEvents.Source;
import java.time.Duration;
import java.util.List;

/**
 * How eagerly changes are shipped.
 *
 * @param sources of events that may be used, best first; none to scan only
 * @param collect quiet time after which the first changes are shipped
 * @param collectAtMost longest wait for that quiet
 * @param trickle time between batches while changes go on
 * @param backstop time between scans of everything, for what no event tells
 * @param retry longest time between attempts while the store is away
 * @param names remembered per desktop; beyond, everything is scanned
 * @param share of the time that the shipping of one file may take: 20 is a twentieth
 * @param segmentsPerSecond that all desktops together may ship in the long run
 */
public record SyncSettings(
    List<Source> sources,
    Duration collect,
    Duration collectAtMost,
    Duration trickle,
    Duration backstop,
    Duration retry,
    int names,
    int share,
    double segmentsPerSecond) {
  public SyncSettings {
    sources = List.copyOf(sources);
  }

  public static SyncSettings standard() {
    return new SyncSettings(
        List.of(Source.FANOTIFY, Source.INOTIFY),
        Duration.ofMillis(200),
        Duration.ofMillis(700),
        Duration.ofSeconds(10),
        Duration.ofHours(1),
        Duration.ofSeconds(30),
        1 << 16,
        20,
        100);
  }

  /** The same with other sources of events. */
  public SyncSettings with(List<Source> others) {
    return new SyncSettings(
        others, collect, collectAtMost, trickle, backstop, retry, names, share, segmentsPerSecond);
  }
}
