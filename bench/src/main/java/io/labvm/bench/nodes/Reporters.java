package io.labvm.bench.nodes;

import io.labvm.nodechannel.NodeChannelClient;
import io.labvm.nodechannel.NodeIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets nodes report every two seconds: the beacon and the figures on a connection each, as the
 * guard and the agent have.
 */
final class Reporters implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AtomicLong told = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();

  private interface Report {
    void send(NodeChannelClient channel) throws IOException, InterruptedException;
  }

  /** Begins, each at a time of its own. */
  void start(SimulatedNode node, Path identity, URI channel) throws IOException {
    NodeIdentity known = NodeIdentity.load(identity);
    start(known, channel, client -> client.beacon(node.beacon()));
    start(
        known,
        channel,
        client -> {
          var _ = client.metrics(node.metrics());
        });
  }

  private void start(NodeIdentity identity, URI channel, Report report) {
    threads.add(Thread.ofVirtual().start(() -> run(identity, channel, report)));
  }

  private void run(NodeIdentity identity, URI channel, Report report) {
    try (NodeChannelClient client = new NodeChannelClient(identity, List.of(channel), TIMEOUT)) {
      Thread.sleep(ThreadLocalRandom.current().nextLong(EVERY.toMillis()));
      while (!Thread.currentThread().isInterrupted()) {
        send(client, report);
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(NodeChannelClient client, Report report) throws InterruptedException {
    try {
      report.send(client);
      told.incrementAndGet();
    } catch (IOException e) {
      if (failed.getAndIncrement() == 0) {
        System.err.println("the first report that failed: " + e);
      }
    }
  }

  long told() {
    return told.get();
  }

  long failed() {
    return failed.get();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
