package io.labvm.mfs;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.layers.LayerException;
import io.labvm.linux.KernelWords;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;

/** Which failure a workflow sees for what went wrong in the store. */
final class StoreFailures {
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
    return KernelWords.isFull(cause) ? FailureCode.NO_SPACE : FailureCode.STORE_UNAVAILABLE;
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
}
