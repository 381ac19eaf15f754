package io.labvm.layers.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreWatchTest {
  @TempDir private Path home;
  private Path root;
  private StoreWatch watch;

  @BeforeEach
  void make_store() throws IOException {
    root = home.resolve("store");
    var ignored = Store.create(root);
    watch = new StoreWatch(root, Duration.ofSeconds(1));
  }

  @Test
  void work_answers_and_fails_as_it_does_by_itself() throws Exception {
    assertThat(watch.during(() -> "done")).isEqualTo("done");
    IOException own = new IOException("own");
    assertThatThrownBy(
            () ->
                watch.during(
                    () -> {
                      throw own;
                    }))
        .isSameAs(own);
    assertThatThrownBy(
            () ->
                watch.during(
                    () -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothing_is_begun_in_a_silent_store_and_all_works_when_it_is_back() throws Exception {
    boolean[] begun = {false};
    try (var _ = SilentStore.of(root)) {
      LayerException e = silence(() -> begun[0] = true);
      assertThat(e.error()).isEqualTo(LayerError.STORE_UNAVAILABLE);
      assertThat(e).hasMessageContaining("has not answered").hasMessageContaining(root.toString());
      assertThat(begun[0]).isFalse();
    }
    assertThat(watch.during(() -> "done")).isEqualTo("done");
  }

  private LayerException silence(StoreWatch.Work<?> work) {
    return catchThrowableOfType(LayerException.class, () -> watch.during(work));
  }

  @Test
  void work_under_way_is_given_up_when_the_store_falls_silent() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    SilentStore[] silent = new SilentStore[1];
    LayerException e =
        silence(
            () -> {
              silent[0] = SilentStore.of(root);
              back.await();
              ended.countDown();
              return "late";
            });
    assertThat(e.error()).isEqualTo(LayerError.STORE_UNAVAILABLE);
    silent[0].close();
    back.countDown();
    ended.await();
    assertThat(watch.during(() -> "again")).isEqualTo("again");
  }

  @Test
  void long_work_is_waited_for_while_the_store_answers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    boolean late = watch.during(() -> never.await(3, TimeUnit.SECONDS));
    assertThat(late).isFalse();
  }

  @Test
  void who_does_not_wait_is_told_of_silence_and_of_its_end() throws Exception {
    assertThat(watch.silentSince()).isEmpty();
    Instant before = Instant.now();
    try (var _ = SilentStore.of(root)) {
      Optional<Instant> since = Optional.empty();
      while (since.isEmpty()) {
        Thread.sleep(20);
        since = watch.silentSince();
      }
      assertThat(since.get()).isBetween(before, Instant.now());
    }
    while (watch.silentSince().isPresent()) {
      Thread.sleep(20);
    }
    assertThat(watch.during(() -> "done")).isEqualTo("done");
  }
}
