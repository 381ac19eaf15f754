package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class BulkMemoryTest {
  private static final int KIB = 1024;

  private final Semaphore left = new Semaphore(64);

  @Test
  void doublesABufferInWholeStepsUpToTheMost() {
    try (var bulk = new BulkMemory(left)) {
      var first = ByteBuffer.allocateDirect(17 * KIB);

      var second = bulk.larger(first, 16 * KIB, 48 * KIB);
      var third = bulk.larger(second, 16 * KIB, 48 * KIB);

      assertThat(second.capacity()).isEqualTo(32 * KIB);
      assertThat(second.isDirect()).isTrue();
      assertThat(third.capacity()).isEqualTo(48 * KIB);
      assertThat(bulk.larger(third, 16 * KIB, 48 * KIB)).isSameAs(third);
      assertThat(left.availablePermits()).isEqualTo(64 - 15 - 16);
    }
  }

  @Test
  void keepsTheBufferAndWhatItHoldsWhenThereIsNoRoom() {
    try (var bulk = new BulkMemory(left)) {
      var buffer = ByteBuffer.allocate(128 * KIB).put((byte) 1);

      assertThat(bulk.larger(buffer, KIB, 512 * KIB)).isSameAs(buffer);
      assertThat(buffer.position()).isEqualTo(1);
    }
    assertThat(left.availablePermits()).isEqualTo(64);
  }

  @Test
  void givesAllBackOnceAndNothingOutAfterwards() {
    var bulk = new BulkMemory(left);
    var buffer = bulk.larger(ByteBuffer.allocate(16 * KIB), KIB, 512 * KIB);
    assertThat(left.availablePermits()).isEqualTo(48);

    bulk.close();
    bulk.close();

    assertThat(left.availablePermits()).isEqualTo(64);
    assertThat(bulk.larger(buffer, KIB, 512 * KIB)).isSameAs(buffer);
  }
}
