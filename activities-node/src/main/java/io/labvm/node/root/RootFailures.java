package io.labvm.node.root;

import io.labvm.contract.failure.FailureCode;
import io.labvm.layers.LayerException;
import io.labvm.linux.KernelWords;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;

/** Names what went wrong with files and mounts. */
public final class RootFailures {
  private RootFailures() {}

  /** Work on files. */
  public interface Work<R> {
    R run() throws IOException;
  }

  /**
   * Runs it; its exceptions become failures with a code.
   *
   * @param otherwise the code of what has no better one
   */
  public static <R> R attempt(String attempted, FailureCode otherwise, Work<R> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new NodeFailure(code(e, otherwise), attempted + ": " + e.getMessage(), e);
    }
  }

  static FailureCode code(IOException cause, FailureCode otherwise) {
    if (cause instanceof LayerException layer) {
      return code(layer, otherwise);
    }
    return KernelWords.isFull(cause) ? FailureCode.NO_SPACE : otherwise;
  }

  private static FailureCode code(LayerException layer, FailureCode otherwise) {
    return switch (layer.error()) {
      case NO_SPACE -> FailureCode.NO_SPACE;
      case STORE_UNAVAILABLE -> FailureCode.STORE_UNAVAILABLE;
      case STALE_EPOCH -> FailureCode.STALE_EPOCH;
      case BUSY -> FailureCode.UPPER_IN_USE;
      case DAMAGED -> FailureCode.DAMAGED;
      case UNSUPPORTED -> FailureCode.UNSUPPORTED;
      case REFUSED -> otherwise;
    };
  }
}
