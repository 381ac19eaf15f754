package io.labvm.nodechannel.server.spring;

import io.labvm.nodechannel.server.NodeChannelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Starts the channel after every bean is ready and stops it before any of them ends. */
final class NodeChannelLifecycle implements SmartLifecycle {
  private final NodeChannelServer server;
  private volatile boolean running;

  NodeChannelLifecycle(NodeChannelServer server) {
    this.server = server;
  }

  @Override
  public void start() {
    try {
      server.start();
      running = true;
    } catch (IOException e) {
      throw new UncheckedIOException("the node channel cannot listen", e);
    }
  }

  @Override
  public void stop() {
    server.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
