package io.labvm.layers.command;

import io.labvm.linux.EndSignals;
import io.labvm.linux.LinuxException;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * The end of a continuous sync by a signal: from the first moment of the process on it waits until
 * there is something to end, which ships the rest, and its exit code is the process's. Otherwise
 * that would be the number of the signal.
 */
final class Ending {
  /** Set by {@code ./labvm}, which keeps signals back for this process from its own start on. */
  private static final String KEPT = "LABVM_SIGNALS_KEPT";

  private final CompletableFuture<IntSupplier> end = new CompletableFuture<>();
  private final Thread hook = Thread.ofPlatform().unstarted(this::run);

  /** Takes signals from now on. */
  void install() {
    Runtime.getRuntime().addShutdownHook(hook);
    if (System.getenv(KEPT) != null) {
      var ignored = Thread.ofPlatform().daemon().name("signals").start(Ending::takeKept);
    }
  }

  private static void takeKept() {
    try {
      EndSignals.await();
      System.exit(0); // the hook finds the exit code
    } catch (LinuxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says how to end; answers the exit code. Only the first counts. */
  void by(IntSupplier work) {
    end.complete(work);
  }

  /** Signals end the process as usual again; comes not back when it ends by one already. */
  void leave() throws InterruptedException {
    try {
      boolean ignored = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      hook.join(); // told to end already: it halts
    }
  }

  private void run() {
    Runtime.getRuntime().halt(end.join().getAsInt());
  }
}
