package io.labvm.worker;

import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts all workers of this process after everything else and stops them before everything else.
 *
 * <p>Supervised processes start in any order, so a server that is not there or does not know the
 * namespace yet is waited for: tried again at a fixed pace for as long as the process lives, with
 * one line in the log when the reason changes. The rest of the application runs meanwhile.
 */
public final class TemporalWorkers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TemporalWorkers.class);

  private final WorkerFactory factory;
  private final Duration stopTimeout;
  private final Duration startRetry;
  private @Nullable Thread starter;

  TemporalWorkers(WorkerFactory factory, WorkerProperties properties) {
    this.factory = factory;
    this.stopTimeout = properties.stopTimeout();
    this.startRetry = properties.startRetry();
  }

  /** True from the first successful start until the stop. */
  public boolean started() {
    return factory.isStarted() && !factory.isShutdown();
  }

  @Override
  public void start() {
    starter = Thread.ofVirtual().name("temporal-start").start(this::startWhenReachable);
  }

  private void startWhenReachable() {
    String last = "";
    while (!Thread.currentThread().isInterrupted()) {
      try {
        factory.start();
        log.info("Workers started");
        return;
      } catch (RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(last)) {
          log.warn("Workers wait for Temporal: {}", reason);
          last = reason;
        }
      }
      try {
        Thread.sleep(startRetry);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /** Lets running activities end, then interrupts them; returns when no worker runs any more. */
  @Override
  public void stop() {
    Thread pending = starter;
    if (pending == null) {
      return;
    }
    starter = null;
    pending.interrupt();
    factory.shutdown();
    factory.awaitTermination(stopTimeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!factory.isTerminated()) {
      log.warn("Activities still run after {}; they are interrupted", stopTimeout);
      factory.shutdownNow();
    }
  }

  @Override
  public boolean isRunning() {
    return starter != null;
  }

  /** Highest: started last, stopped first, so that activities never see a closed bean. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
