package io.labvm.node;

import io.labvm.node.relay.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Opens the relay with the application and closes it with it. */
final class RelayLifecycle implements SmartLifecycle {
  /** First to start, last to stop; workers have the highest. */
  static final int PHASE = 0;

  private final Relay relay;
  private boolean running;

  RelayLifecycle(Relay relay) {
    this.relay = relay;
  }

  @Override
  public void start() {
    try {
      relay.start();
      running = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the relay cannot listen", e);
    }
  }

  @Override
  public void stop() {
    running = false;
    try {
      relay.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the relay", e);
    }
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
