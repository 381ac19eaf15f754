package io.labvm.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
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
  private final Thread thread;
  private volatile boolean enough;
  private final AtomicLong frames = new AtomicLong();
  private volatile long longestNanos;
  private long last;

  private FrameWatch(String[] address, String secret) {
    this.host = address[0];
    this.port = Integer.parseInt(address[1]);
    this.secret = secret;
    this.thread = Thread.ofPlatform().name("frame-watch").start(this::watch);
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
    long wanted = frames.get() + more;
    Wait.untilTrue("screens of the desktop", Duration.ofMinutes(2), () -> frames.get() >= wanted);
  }

  /** The longest time between two screens that came, in seconds. */
  double longestGap() {
    return longestNanos / 1e9;
  }

  private void watch() {
    while (!enough) {
      try (var viewer = RfbClient.connect(host, port, secret, PATIENCE)) {
        while (!enough) {
          viewer.update(false);
          came();
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (IOException cutOff) {
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  private void came() {
    long now = System.nanoTime();
    if (frames.getAndIncrement() > 0) {
      longestNanos = Math.max(longestNanos, now - last);
    }
    last = now;
  }

  @Override
  public void close() {
    enough = true;
    thread.interrupt();
  }
}
