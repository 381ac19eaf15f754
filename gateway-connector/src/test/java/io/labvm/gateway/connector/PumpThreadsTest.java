package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class PumpThreadsTest {
  @Test
  void areTheSystemsAsLongAsThereAreSomeLeft() throws Exception {
    var free = new Semaphore(1);
    var end = new CompletableFuture<Void>();
    var first = start(free, end);
    var second = start(free, end);
    assertThat(first.isVirtual()).isFalse();
    assertThat(second.isVirtual()).isTrue();

    end.complete(null);
    first.join();
    second.join();
    assertThat(free.availablePermits()).isEqualTo(1);
    assertThat(start(free, end).isVirtual()).isFalse();
  }

  private static Thread start(Semaphore free, CompletableFuture<Void> end) {
    var thread = new CompletableFuture<Thread>();
    PumpThreads.start(
        () -> {
          thread.complete(Thread.currentThread());
          end.join();
        },
        free);
    return thread.join();
  }
}
