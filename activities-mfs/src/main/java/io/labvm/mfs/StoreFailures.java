package io.labvm.mfs;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.layers.LayerException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** Which failure a workflow sees for what went wrong in the store. */
final class StoreFailures {
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "ENOSPC", "EDQUOT");

  private StoreFailures() {}

  static ApplicationFailure of(String attempted, IOException cause) {
    return Failures.of(code(cause), attempted + ": " + cause.getMessage(), cause);
  }

  static FailureCode code(IOException cause) {
    if (cause instanceof UnknownBaseException) {
      return FailureCode.UNKNOWN_BASE;
    }
    if (cause instanceof LayerException layer) {
      return code(layer);
    }
    return isFull(cause) ? FailureCode.NO_SPACE : FailureCode.STORE_UNAVAILABLE;
  }

  private static FailureCode code(LayerException layer) {
    return switch (layer.error()) {
      case REFUSED -> FailureCode.WRONG_STATE;
      case STALE_EPOCH -> FailureCode.STALE_EPOCH;
      case NO_SPACE -> FailureCode.NO_SPACE;
      case DAMAGED -> FailureCode.DAMAGED;
      case UNSUPPORTED -> FailureCode.UNSUPPORTED;
      case BUSY, STORE_UNAVAILABLE -> FailureCode.STORE_UNAVAILABLE;
    };
  }

  /**
   * By text, since neither the JDK nor the layer engine hands the errno on: strerror(3) of the C
   * locale, or the errno's name.
   */
  private static boolean isFull(IOException cause) {
    String reason =
        cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return reason != null && FULL.stream().anyMatch(reason::contains);
  }
}
