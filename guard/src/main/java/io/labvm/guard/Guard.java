package io.labvm.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The guard's process: {@code java -jar guard.jar CONFIG.properties}.
 *
 * <p>Four threads that share no lock with each other's waiting: freeze deadlines (4 times a
 * second), leases, store, and beacon. Whatever one meets (a dead channel, a hung store, damaged
 * files, lack of memory) is logged, and the next round begins. A fifth ends the process when
 * deadlines or leases hang, which wait for nobody: whoever supervises it starts it anew.
 */
public final class Guard {
  private static final Duration DEADLINES = Duration.ofMillis(250);
  private static final Duration LEASES = Duration.ofSeconds(1);
  private static final Duration WATCHDOG = Duration.ofSeconds(1);
  private static final int WATCHDOG_PATIENCE = 10;
  private static final int HUNG = 70;

  private final GuardLog log;
  private final Watchdog watchdog;

  private Guard(GuardLog log) {
    this.log = log;
    this.watchdog = new Watchdog(WATCHDOG_PATIENCE, this::end);
  }

  /** Not by exit, which may hang as well. */
  private void end(String loop) {
    log.event("the guard ends: its loop of " + loop + " hangs");
    Runtime.getRuntime().halt(HUNG);
  }

  /** Runs until it is killed; exits with 64 when the configuration cannot be used. */
  public static void main(String[] arguments) throws InterruptedException {
    var log = new GuardLog(System.err);
    try {
      if (arguments.length != 1) {
        throw new IllegalArgumentException("usage: guard CONFIG.properties");
      }
      new Guard(log).start(GuardConfig.load(Path.of(arguments[0])));
    } catch (IOException | IllegalArgumentException e) {
      log.event("the guard cannot start: " + GuardLog.reason(e));
      System.exit(64);
    }
    new CountDownLatch(1).await();
  }

  private void start(GuardConfig config) {
    var clock = BootClock.MACHINE;
    var groups = ControlGroups.at(config.cgroupRoot(), config.cgroupParent());
    var desktops = new Desktops(new OwnerFiles(config.stateDir()), groups);
    var fence = new Fence(config.runDir(), groups, log);
    var leases = new Leases();
    var deadlines = new FreezeDeadlines(config.runDir(), groups, clock, log);
    var beacons = new Beacons(config, desktops, fence, leases, clock, log);
    var store = new StoreWatch(config.storePath());
    var epochs = new Epochs(desktops, store, fence, leases, clock, log);
    var watch = new LeaseWatch(leases, groups, fence, clock);
    var sign = new GuardSign(config.runDir());
    repeatWatched("deadlines", DEADLINES, deadlines::enforce);
    repeatWatched(
        "leases",
        LEASES,
        () -> {
          watch.enforce();
          sign.give();
        });
    repeat("watchdog", WATCHDOG, watchdog::look);
    repeat("beacon", config.beacon(), beacons::send);
    repeat("store", config.beacon(), epochs::check);
    log.event("guarding node " + config.node());
  }

  private void repeatWatched(String name, Duration every, Step step) {
    watchdog.round(name);
    repeat(
        name,
        every,
        () -> {
          watchdog.round(name);
          step.run();
        });
  }

  /** Steps never overlap; one that took long is followed by the next at once. */
  private void repeat(String name, Duration every, Step step) {
    Thread.ofPlatform().name(name).start(() -> loop(name, every, step));
  }

  private void loop(String name, Duration every, Step step) {
    var next = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      attempt(name, step);
      next = Math.max(next + every.toNanos(), System.nanoTime());
      for (long left; (left = next - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private void attempt(String name, Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      // Also errors: a guard that stops guarding is worse than one that is short of memory.
      log.state(name, "failed (" + GuardLog.reason(e) + ")");
    }
  }

  /** One round of work. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }
}
