package io.labvm.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SubscriberTest {
  private final BlockingQueue<Set<Change>> seen = new LinkedBlockingQueue<>();

  @Test
  void deliversOnlyWhatTheFilterWants() throws Exception {
    try (Subscriber subscriber = subscriber(change -> change.concerns(Change.Kind.NODE, "n1"))) {
      subscriber.offer(List.of(new Change(Change.Kind.NODE, "n2")));
      subscriber.offer(List.of(new Change(Change.Kind.NODE, "n1")));
      assertThat(seen.poll(10, TimeUnit.SECONDS))
          .containsExactly(new Change(Change.Kind.NODE, "n1"));
    }
  }

  @Test
  void coalescesWhatASlowListenerMisses() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Subscriber subscriber =
        new Subscriber(
            _ -> true,
            changes -> {
              held.countDown();
              awaitQuietly(hold);
              seen.add(changes);
            },
            _ -> {});
    subscriber.start();
    try (subscriber) {
      subscriber.offer(List.of(new Change(Change.Kind.NODE, "n1")));
      assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
      List<Change> many = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        many.add(new Change(Change.Kind.DESKTOP, "d" + i));
      }
      subscriber.offer(many);
      subscriber.offer(many);
      hold.countDown();
      assertThat(seen.poll(10, TimeUnit.SECONDS)).hasSize(1);
      assertThat(seen.poll(10, TimeUnit.SECONDS))
          .contains(new Change(Change.Kind.DESKTOP, "*"), new Change(Change.Kind.NODE, "*"))
          .hasSizeLessThan(300);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void goesOnAfterAFailingListener() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Subscriber subscriber =
        new Subscriber(
            _ -> true,
            changes -> {
              if (failed.getCount() > 0) {
                failed.countDown();
                throw new IllegalStateException("as a test");
              }
              seen.add(changes);
            },
            _ -> {});
    subscriber.start();
    try (subscriber) {
      subscriber.offer(List.of(new Change(Change.Kind.NODE, "n1")));
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      subscriber.offer(List.of(new Change(Change.Kind.NODE, "n2")));
      assertThat(seen.poll(10, TimeUnit.SECONDS))
          .containsExactly(new Change(Change.Kind.NODE, "n2"));
    }
  }

  private Subscriber subscriber(java.util.function.Predicate<Change> filter) {
    Subscriber subscriber = new Subscriber(filter, seen::add, _ -> {});
    subscriber.start();
    return subscriber;
  }
}
