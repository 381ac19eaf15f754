package io.labvm.launcher.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that runs at the same time and ends together; the first failure is the one reported. */
public final class SideBySide implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> started = new ArrayList<>();

  /** Starts a piece of work. */
  public <T> Future<T> start(Callable<T> work) {
    Future<T> future = threads.submit(work);
    started.add(future);
    return future;
  }

  /** Starts a piece of work that gives nothing back. */
  public void run(Runnable work) {
    started.add(threads.submit(work));
  }

  /** Waits for one piece of work. */
  public static <T> T join(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for all of it. */
  public void joinAll() {
    started.forEach(SideBySide::join);
  }

  /** Stops what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
