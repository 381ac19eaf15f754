package io.labvm.e2e;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A viewer that asks for the whole screen five times a second and connects again when it is cut
 * off: knows for how long nothing came.
 */
final class FrameWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String host;
  private final int port;
  private final String secret;
  private final List<Instant> frames = new CopyOnWriteArrayList<>();
  private final Set<String> troubles = new ConcurrentSkipListSet<>();
  private final Thread thread;
  private volatile boolean enough;

  private FrameWatch(String[] address, String secret) {
    this.host = address[0];
    this.port = Integer.parseInt(address[1]);
    this.secret = secret;
    this.thread = Thread.ofPlatform().name("frame-watch").start(this::watch);
  }

  /** The time between two screens that came. */
  record Gap(Instant from, Instant to) {
    double seconds() {
      return Duration.between(from, to).toMillis() / 1e3;
    }
  }

  /** Begins to look; returns when the first screen has come. */
  static FrameWatch of(Member member) {
    String address = member.show().path("addresses").path("vnc").asString();
    var watch = new FrameWatch(address.split(":"), member.secret());
    watch.awaitFrames(1);
    return watch;
  }

  /** Waits for so many more screens. */
  void awaitFrames(int more) {
    int wanted = frames.size() + more;
    Wait.untilTrue("screens of the desktop", Duration.ofMinutes(2), () -> frames.size() >= wanted);
  }

  /** The longest time between two screens of which the second came after a moment. */
  Gap longestGap(Instant after) {
    var longest = new Gap(after, after);
    for (int i = 1; i < frames.size(); i++) {
      var gap = new Gap(frames.get(i - 1), frames.get(i));
      if (gap.to().isAfter(after)) {
        longest = longer(longest, gap);
      }
    }
    return longest;
  }

  private static Gap longer(Gap one, Gap other) {
    return Comparator.comparingDouble(Gap::seconds).compare(one, other) >= 0 ? one : other;
  }

  /** Why there was no connection, in words. */
  Set<String> troubles() {
    return troubles;
  }

  private void watch() {
    while (!enough) {
      try (var viewer = RfbClient.connect(host, port, secret, PATIENCE)) {
        while (!enough) {
          viewer.update(false);
          frames.add(Instant.now());
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (IOException cutOff) {
        troubles.add(String.valueOf(cutOff));
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  @Override
  public void close() {
    enough = true;
    thread.interrupt();
  }
}
