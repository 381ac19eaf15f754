package io.labvm.ui.changes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with its own thread and a bounded set of changes it has not seen yet. */
final class Subscriber implements ChangeFeed.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

  /** More than that are told as "anything of this kind". */
  private static final int MOST = 256;

  private final Predicate<Change> filter;
  private final Consumer<Set<Change>> consumer;
  private final Consumer<Subscriber> onClose;
  private final Set<Change> waiting = new LinkedHashSet<>();
  private boolean closed;

  Subscriber(
      Predicate<Change> filter, Consumer<Set<Change>> consumer, Consumer<Subscriber> onClose) {
    this.filter = filter;
    this.consumer = consumer;
    this.onClose = onClose;
  }

  void start() {
    Thread.ofVirtual().name("change-subscriber").start(this::run);
  }

  synchronized void offer(List<Change> changes) {
    for (Change change : changes) {
      if (change.id().equals("*") || filter.test(change)) {
        waiting.add(change);
      }
    }
    if (waiting.size() > MOST) {
      waiting.clear();
      waiting.addAll(Change.anything());
    }
    if (!waiting.isEmpty()) {
      notifyAll();
    }
  }

  private void run() {
    try {
      for (Set<Change> changes = take(); !changes.isEmpty(); changes = take()) {
        deliver(changes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The changes since the last call; empty once closed. */
  private synchronized Set<Change> take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return Set.of();
    }
    Set<Change> changes = new LinkedHashSet<>(waiting);
    waiting.clear();
    return changes;
  }

  private void deliver(Set<Change> changes) {
    try {
      consumer.accept(changes);
    } catch (RuntimeException e) {
      LOG.warn("a listener of changes failed", e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    onClose.accept(this);
  }
}
