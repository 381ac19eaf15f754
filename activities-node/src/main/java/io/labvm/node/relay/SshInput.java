package io.labvm.node.relay;

import io.labvm.gateway.connector.BytePump;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Takes what an SSH client sends for input when it is more than signs of life. Those are some 50
 * bytes each, a few a minute, one at a time; a typed line has as much for every key, and keys come
 * together.
 */
final class SshInput implements BytePump.Tap {
  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long SIGNS_OF_LIFE = 512;
  private static final long TOGETHER_NANOS = Duration.ofSeconds(5).toNanos();

  private final Runnable input;
  private final LongSupplier nanoTime;
  private long began;
  private long carried;
  private long previous;
  private long beforeThat;

  /**
   * @param input to be run for each piece of input; quick
   */
  SshInput(Runnable input, LongSupplier nanoTime) {
    this.input = input;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.previous = began - WINDOW_NANOS;
    this.beforeThat = previous;
  }

  @Override
  public void pass(ByteBuffer bytes) {
    long now = nanoTime.getAsLong();
    if (now - began > WINDOW_NANOS) {
      began = now;
      carried = 0;
    }
    carried += bytes.remaining();
    if (carried > SIGNS_OF_LIFE || now - beforeThat < TOGETHER_NANOS) {
      input.run();
    }
    beforeThat = previous;
    previous = now;
  }
}
