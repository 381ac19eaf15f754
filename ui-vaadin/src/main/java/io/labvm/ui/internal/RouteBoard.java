package io.labvm.ui.internal;

import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.Routes;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.desktops.DesktopRoutes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * All routes with a version; waits for changes.
 *
 * <p>The version is the time of the last change in milliseconds, or one more than the one before:
 * it grows over restarts too. Of another portal process it may differ, so that any difference, not
 * only a greater number, counts as news.
 */
@Component
class RouteBoard implements SmartLifecycle {
  private final DesktopRoutes routes;
  private final ChangeFeed feed;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Routes present;
  private ChangeFeed.@Nullable Subscription subscription;

  RouteBoard(DesktopRoutes routes, ChangeFeed feed, Clock clock) {
    this.routes = routes;
    this.feed = feed;
    this.clock = clock;
  }

  @Override
  public void start() {
    subscription = feed.subscribe(change -> change.kind() != Change.Kind.OPERATION, _ -> refresh());
  }

  @Override
  public void stop() {
    ChangeFeed.Subscription running = subscription;
    subscription = null;
    if (running != null) {
      running.close();
    }
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isRunning() {
    return subscription != null;
  }

  /** The routes as soon as their version is not {@code after}, at the latest when time is over. */
  Routes await(long after, Duration longest) throws InterruptedException {
    refresh();
    long left = longest.toNanos();
    lock.lock();
    try {
      while (required().version() == after && left > 0 && isRunning()) {
        left = changed.awaitNanos(left);
      }
      return required();
    } finally {
      lock.unlock();
    }
  }

  private Routes required() {
    return java.util.Objects.requireNonNull(present);
  }

  /** Reads under the lock, so that an older reading never replaces a newer one. */
  private void refresh() {
    lock.lock();
    try {
      List<Route> now = routes.all();
      if (present == null || !present.routes().equals(now)) {
        long before = present == null ? 0 : present.version();
        present = new Routes(Math.max(before + 1, clock.millis()), now);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
