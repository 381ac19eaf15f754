package io.labvm.node;

import io.labvm.node.copy.CopiesBack;
import io.labvm.node.desktop.DeletedSweep;
import io.labvm.node.desktop.HangingGuard;
import io.labvm.node.desktop.LeftSweep;
import io.labvm.node.desktop.Reconcile;
import io.labvm.node.desktop.UpperRooms;
import io.labvm.node.desktop.UpperSweep;
import io.labvm.node.device.GpuProbe;
import io.labvm.node.figures.NodeFigures;
import io.labvm.node.figures.SignOfLife;
import io.labvm.node.root.LayerImages;
import io.labvm.node.sync.DesktopSync;
import io.labvm.nodechannel.NodeChannelClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What the agent does by itself, each on a thread of its own, so that a hanging engine or portal
 * holds up neither the others nor the sign of life.
 */
final class NodeTasks implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(NodeTasks.class);
  private static final long LIFE_SECONDS = 1;
  private static final long GUARD_SECONDS = 5;
  private static final long FIGURES_SECONDS = 2;
  private static final long SWEEP_SECONDS = 30;

  /** After the first look at what runs here. */
  private static final long LEFT_DELAY_SECONDS = 5;

  private static final long RECONCILE_LOOK_SECONDS = 2;
  private static final long RECONCILE_PAUSE_NANOS = 30_000_000_000L;

  private final Reconcile reconcile;
  private final UpperSweep sweep;
  private final LeftSweep left;
  private final DeletedSweep deleted;
  private final LayerImages layers;
  private final UpperRooms uppers;
  private final GpuProbe gpus;
  private final CopiesBack copies;
  private final long keepFree;
  private final NodeFigures figures;
  private final NodeChannelClient channel;
  private final DesktopSync sync;
  private final SignOfLife life;
  private final HangingGuard guard;
  private volatile long nextReconcile = System.nanoTime();
  private final List<ScheduledExecutorService> threads = new ArrayList<>();

  /**
   * @param keepFree bytes of the disk that unused copies of layers do not take
   */
  NodeTasks(
      Reconcile reconcile,
      UpperSweep sweep,
      LeftSweep left,
      DeletedSweep deleted,
      LayerImages layers,
      UpperRooms uppers,
      GpuProbe gpus,
      CopiesBack copies,
      long keepFree,
      NodeFigures figures,
      NodeChannelClient channel,
      DesktopSync sync,
      SignOfLife life,
      HangingGuard guard) {
    this.reconcile = reconcile;
    this.sweep = sweep;
    this.left = left;
    this.deleted = deleted;
    this.layers = layers;
    this.uppers = uppers;
    this.gpus = gpus;
    this.copies = copies;
    this.keepFree = keepFree;
    this.figures = figures;
    this.channel = channel;
    this.sync = sync;
    this.life = life;
    this.guard = guard;
  }

  @Override
  public void start() {
    every(LIFE_SECONDS, 0, new Task("sign of life", life::give));
    // the first time before any work is taken, so that what runs is known
    Task first = new Task("reconcile", this::reconcile);
    reconcile.start();
    first.run();
    every(GUARD_SECONDS, GUARD_SECONDS, new Task("guard", guard::end));
    every(FIGURES_SECONDS, 0, new Task("figures", this::report));
    every(RECONCILE_LOOK_SECONDS, RECONCILE_LOOK_SECONDS, first);
    every(SWEEP_SECONDS, SWEEP_SECONDS, new Task("uppers at rest", sweep::run));
    every(SWEEP_SECONDS, LEFT_DELAY_SECONDS, new Task("what was left behind", left::run));
    every(SWEEP_SECONDS, SWEEP_SECONDS, new Task("deleted desktops", deleted::run));
    every(SWEEP_SECONDS, LEFT_DELAY_SECONDS, new Task("room of uppers", uppers::run));
    every(SWEEP_SECONDS, LEFT_DELAY_SECONDS, new Task("GPUs of desktops", gpus::run));
    every(SWEEP_SECONDS, SWEEP_SECONDS, new Task("copies back", copies::finish));
    Task unused = new Task("unused layers", () -> layers.keepFree(keepFree));
    every(SWEEP_SECONDS, SWEEP_SECONDS, unused);
  }

  private void report() throws IOException, InterruptedException {
    channel
        .metrics(figures.read())
        .ifPresent(reply -> sync.setSegmentsPerSecond(reply.segmentsPerSecond()));
  }

  /** Again at once while it fails: an engine may come after the agent. */
  private void reconcile() {
    long now = System.nanoTime();
    if (now - nextReconcile >= 0) {
      reconcile.run();
      nextReconcile = now + RECONCILE_PAUSE_NANOS;
    }
  }

  private void every(long seconds, long delay, Task task) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(task.name).factory());
    threads.add(thread);
    var ignored = thread.scheduleWithFixedDelay(task, delay, seconds, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    threads.forEach(ScheduledExecutorService::shutdownNow);
    threads.clear();
  }

  /** After the relay, before the workers. */
  @Override
  public int getPhase() {
    return RelayLifecycle.PHASE + 1;
  }

  @Override
  public boolean isRunning() {
    return !threads.isEmpty();
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Never ends its own schedule, and says each new problem once. */
  private static final class Task implements Runnable {
    private final String name;
    private final Work work;
    private String last = "";

    Task(String name, Work work) {
      this.name = name;
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
        if (!last.isEmpty()) {
          log.info("{}: works again", name);
          last = "";
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        String problem = String.valueOf(e.getMessage());
        if (!problem.equals(last)) {
          log.warn("{}: {}", name, problem);
          last = problem;
        }
      }
    }
  }
}
