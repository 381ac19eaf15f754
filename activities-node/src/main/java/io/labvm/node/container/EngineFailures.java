package io.labvm.node.container;

import com.github.dockerjava.api.exception.DockerException;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.util.function.Supplier;

/** Turns what docker-java throws into failures with the engine's own words. */
final class EngineFailures {
  private static final int MOST_SHOWN = 600;

  private EngineFailures() {}

  /**
   * @param attempted what the call is for, with ids
   */
  static <R> R attempt(String attempted, Supplier<R> call) {
    try {
      return call.get();
    } catch (NodeFailure e) {
      throw e;
    } catch (DockerException e) {
      throw refused(attempted, e);
    } catch (RuntimeException e) {
      // docker-java has no type for a socket that is not there or an answer that does not come
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          attempted + ": the engine does not answer (" + root(e) + ")",
          e);
    }
  }

  private static NodeFailure refused(String attempted, DockerException e) {
    String said = String.valueOf(e.getMessage());
    return new NodeFailure(code(said), attempted + ": " + shortened(said), e);
  }

  /** The runtime says "unable to set memory limit to 1 (current usage: 2, peak usage: 3)". */
  private static FailureCode code(String said) {
    if (said.contains("no space left on device")) {
      return FailureCode.NO_SPACE;
    }
    return said.contains("unable to set memory limit")
        ? FailureCode.MEMORY_IN_USE
        : FailureCode.CONTAINER_FAILED;
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      cause = t;
    }
    return shortened(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  private static String shortened(String text) {
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }
}
