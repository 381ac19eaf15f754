package io.labvm.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SshInputTest {
  private final AtomicInteger inputs = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private final SshInput tap = new SshInput(inputs::incrementAndGet, clock::get);

  @Test
  void signsOfLifeAreNoInput() {
    for (int i = 0; i < 40; i++) {
      clock.addAndGet(Duration.ofSeconds(15).toNanos());
      tap.pass(ByteBuffer.allocate(68));
    }
    assertThat(inputs).hasValue(0);
  }

  @Test
  void aTypedLineIsInput() {
    for (int key = 0; key < 20; key++) {
      clock.addAndGet(Duration.ofMillis(300).toNanos());
      tap.pass(ByteBuffer.allocate(36));
    }
    assertThat(inputs.get()).isPositive();
  }

  @Test
  void aFewKeysOfASessionThatIsOldAreInput() {
    clock.addAndGet(Duration.ofHours(3).toNanos());
    for (int key = 0; key < 3; key++) {
      clock.addAndGet(Duration.ofMillis(800).toNanos());
      tap.pass(ByteBuffer.allocate(36));
    }
    assertThat(inputs.get()).isPositive();
  }
}
