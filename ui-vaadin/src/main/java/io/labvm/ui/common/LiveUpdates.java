package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Lets a component react to changed rows for as long as it is on the screen. */
public final class LiveUpdates {
  private final UI ui;
  private final long paceNanos;
  private final Runnable reaction;

  /** A reaction reads what is so when it runs: one that waits stands for all changes till then. */
  private final AtomicBoolean waiting = new AtomicBoolean();

  private volatile long next = System.nanoTime();

  private LiveUpdates(UI ui, Duration pace, Runnable reaction) {
    this.ui = ui;
    this.paceNanos = pace.toNanos();
    this.reaction = reaction;
  }

  /**
   * Runs the reaction, with the page locked and pushed afterwards, when rows change; once for all
   * changes that come before it runs.
   *
   * @param filter fast; called on the feed's thread
   */
  public static void follow(
      Component owner, ChangeFeed feed, Predicate<Change> filter, Runnable reaction) {
    follow(owner, feed, filter, Duration.ZERO, reaction);
  }

  /**
   * The same for rows that change all the time.
   *
   * @param pace from one reaction to the next, at least
   */
  public static void follow(
      Component owner,
      ChangeFeed feed,
      Predicate<Change> filter,
      Duration pace,
      Runnable reaction) {
    owner.addAttachListener(
        event -> {
          var updates = new LiveUpdates(event.getUI(), pace, reaction);
          var subscription = feed.subscribe(filter, _ -> updates.changed());
          owner.addDetachListener(
              detached -> {
                detached.unregisterListener();
                subscription.close();
              });
        });
  }

  private void changed() {
    if (!waiting.compareAndSet(false, true)) {
      return;
    }
    long pause = next - System.nanoTime();
    if (pause <= 0) {
      push();
    } else {
      Thread.ofVirtual().name("live-updates").start(() -> pushAfter(pause));
    }
  }

  private void pushAfter(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(nanos));
      push();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void push() {
    try {
      var _ = ui.access(this::react);
    } catch (UIDetachedException gone) {
      // The page was closed between the change and this call; there is nobody to tell.
    }
  }

  private void react() {
    waiting.set(false);
    next = System.nanoTime() + paceNanos;
    reaction.run();
  }
}
