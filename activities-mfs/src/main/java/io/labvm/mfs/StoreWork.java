package io.labvm.mfs;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.layers.store.StoreWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What activities do in the store: given up when it is silent, and named when it fails. */
final class StoreWork {
  /** A backup has to say within a minute that it waits for the store. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreWatch watch;

  StoreWork(Path root) {
    this.watch = new StoreWatch(root, PATIENCE);
  }

  /**
   * Does it.
   *
   * @param what for the failure
   */
  <R> R attempt(String what, StoreWatch.Work<R> work) {
    try {
      return watch.during(work);
    } catch (IOException e) {
      throw StoreFailures.of(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureCode.STORE_UNAVAILABLE, what + ": the agent ends", e);
    }
  }

  /** Work without an answer. */
  interface Deed {
    void run() throws IOException;
  }

  /** Does what has no answer; the same failures. */
  void perform(String what, Deed deed) {
    boolean ignored =
        attempt(
            what,
            () -> {
              deed.run();
              return true;
            });
  }
}
