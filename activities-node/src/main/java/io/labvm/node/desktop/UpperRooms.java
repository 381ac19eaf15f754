package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.left.LeftRoom;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.root.DesktopRoots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much room the uppers of running desktops take. Counting looks at every name, so that it is
 * done rarely, and the more rarely the longer it takes: at most a hundredth of the time.
 */
public final class UpperRooms {
  private static final Logger log = LoggerFactory.getLogger(UpperRooms.class);
  private static final long SHORTEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int PAUSES = 100;

  private final RunningDesktops running;
  private final DesktopRoots roots;
  private final LongSupplier nanoTime;
  private final Map<DesktopId, Counted> counted = new ConcurrentHashMap<>();

  /**
   * @param bytes null when there is more than is counted
   * @param next when it is counted again
   */
  private record Counted(@Nullable Long bytes, long next) {}

  /** Counts nothing by itself. */
  public UpperRooms(RunningDesktops running, DesktopRoots roots, LongSupplier nanoTime) {
    this.running = running;
    this.roots = roots;
    this.nanoTime = nanoTime;
  }

  /** Bytes on the disk as last counted; null when they never were, or are too many to count. */
  public @Nullable Long bytes(DesktopId desktop) {
    Counted last = counted.get(desktop);
    return last == null ? null : last.bytes();
  }

  /** Counts those whose time has come. */
  public void run() {
    counted.keySet().retainAll(running.all().keySet());
    for (DesktopId desktop : running.all().keySet()) {
      Counted last = counted.get(desktop);
      if (last == null || nanoTime.getAsLong() - last.next() >= 0) {
        count(desktop);
      }
    }
  }

  private void count(DesktopId desktop) {
    long begun = nanoTime.getAsLong();
    Long bytes = measured(desktop);
    long now = nanoTime.getAsLong();
    long pause = Math.max(SHORTEST_NANOS, (now - begun) * PAUSES);
    counted.put(desktop, new Counted(bytes, now + pause));
  }

  private @Nullable Long measured(DesktopId desktop) {
    try {
      Optional<Path> upper = roots.synced(desktop).map(synced -> synced.upper());
      if (upper.isPresent()) {
        LeftRoom room = LeftRoom.of(upper.get());
        return room.complete() ? room.bytes() : null;
      }
    } catch (IOException | NodeFailure e) {
      log.debug("The upper of desktop {} is not counted: {}", desktop, e.getMessage());
    }
    return null;
  }
}
