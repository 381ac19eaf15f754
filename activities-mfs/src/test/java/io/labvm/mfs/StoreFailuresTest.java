package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.failure.FailureCode;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class StoreFailuresTest {
  @Test
  void fullDiskIsNoSpaceHoweverItIsTold() {
    assertThat(StoreFailures.code(new FileSystemException("/f", null, "No space left on device")))
        .isEqualTo(FailureCode.NO_SPACE);
    assertThat(StoreFailures.code(new IOException("Disk quota exceeded")))
        .isEqualTo(FailureCode.NO_SPACE);
    assertThat(StoreFailures.code(new LinuxException("fsync", "/f", 28)))
        .isEqualTo(FailureCode.NO_SPACE);
  }

  @Test
  void otherInputOutputErrorsMeanTheStoreIsAway() {
    assertThat(StoreFailures.code(new IOException((String) null)))
        .isEqualTo(FailureCode.STORE_UNAVAILABLE);
    assertThat(StoreFailures.code(new FileSystemException("/f")))
        .isEqualTo(FailureCode.STORE_UNAVAILABLE);
  }

  @Test
  void damageIsNeverRetried() {
    var damaged = new LayerException(LayerError.DAMAGED, "x");
    assertThat(StoreFailures.of("reading", damaged).isNonRetryable()).isTrue();
  }

  /** Else somebody repairs a store that a newer release wrote. */
  @Test
  void whatThisReleaseCannotReadIsNoDamage() {
    var newer = new LayerException(LayerError.UNSUPPORTED, "FORMAT has format 2");
    assertThat(StoreFailures.code(newer)).isEqualTo(FailureCode.UNSUPPORTED);
    assertThat(StoreFailures.of("reading", newer).isNonRetryable()).isTrue();
  }
}
