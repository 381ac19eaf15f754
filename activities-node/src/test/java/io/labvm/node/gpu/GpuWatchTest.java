package io.labvm.node.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.NodeMetrics.GpuMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GpuWatchTest {
  private static final GpuSample ONE =
      new GpuSample(
          List.of(new GpuMetrics("GPU-1", "A", 0.5, 1, 2, null, null, null, null, null, List.of())),
          null);

  private GpuWatch.Reader reader = () -> ONE;
  private final GpuWatch watch = new GpuWatch(() -> reader.read(), Duration.ZERO);

  @Test
  void tellsTheNewestSample() {
    assertThat(watch.get()).isEqualTo(GpuSample.NONE);
    watch.look();
    assertThat(watch.get()).isEqualTo(ONE);
    reader =
        () -> {
          throw new IOException("mismatch");
        };
    watch.look();
    assertThat(watch.get()).isEqualTo(GpuSample.failed("mismatch"));
    reader = () -> ONE;
    watch.look();
    assertThat(watch.get()).isEqualTo(ONE);
  }

  @Test
  void aDriverThatHangsIsNotToldAsIfItAnswered() throws Exception {
    watch.look();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    reader =
        () -> {
          asked.countDown();
          await(answer);
          return ONE;
        };
    Thread looking = Thread.ofPlatform().start(watch::look);
    await(asked);
    assertThat(watch.get().gpus()).isEmpty();
    assertThat(watch.get().problem()).contains("has not answered");
    answer.countDown();
    looking.join();
    assertThat(watch.get()).isEqualTo(ONE);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
