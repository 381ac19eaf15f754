package io.labvm.gateway.connector;

import java.util.concurrent.Semaphore;

/**
 * The threads of pumps. A virtual thread that waits for a socket costs calls to the poller with
 * nearly every read, a thread of the system costs memory: so the first pumps of a process have
 * threads of the system and all beyond them virtual ones.
 */
final class PumpThreads {
  /** Two for each connection; at 64 connections of one desktop at most, four such desktops. */
  private static final int SYSTEM_THREADS = 512;

  /** A pump calls nothing deep. Reserved, not used. */
  private static final long STACK_BYTES = 256 * 1024;

  private static final Semaphore FREE = new Semaphore(SYSTEM_THREADS);

  private PumpThreads() {}

  /** Runs the pump in a thread of its own. */
  static void start(Runnable pump) {
    start(pump, FREE);
  }

  static void start(Runnable pump, Semaphore free) {
    if (!free.tryAcquire()) {
      Thread.ofVirtual().name("pump").start(pump);
      return;
    }
    var started = false;
    try {
      Thread.ofPlatform()
          .daemon()
          .name("pump")
          .stackSize(STACK_BYTES)
          .start(
              () -> {
                try {
                  pump.run();
                } finally {
                  free.release();
                }
              });
      started = true;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }
}
