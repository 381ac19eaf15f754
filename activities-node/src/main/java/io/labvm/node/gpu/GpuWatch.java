package io.labvm.node.gpu;

import io.labvm.node.process.Processes;
import io.labvm.node.process.Programs;
import io.labvm.node.process.SystemCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest sample of the node's GPUs, taken on a thread of its own.
 *
 * <p>A driver in trouble may hold nvidia-smi for ever, beyond any kill: then it is asked less and
 * less often, so that few such processes pile up, and the last sample is not told as if it were
 * new.
 */
public final class GpuWatch implements Supplier<GpuSample>, AutoCloseable {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofSeconds(4);
  private static final Duration STALE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** Reads the GPUs once; may take long. */
  interface Reader {
    GpuSample read() throws IOException;
  }

  private final Reader reader;
  private final Duration stale;
  private final Thread thread;
  private final CountDownLatch looked = new CountDownLatch(1);
  private volatile GpuSample newest = GpuSample.NONE;

  /** Since when an answer is waited for; null while none is. */
  private volatile @Nullable Long askedAt;

  /**
   * Asks nothing by itself yet.
   *
   * @param stale how long an answer may take
   */
  GpuWatch(Reader reader, Duration stale) {
    this.reader = reader;
    this.stale = stale;
    this.thread = Thread.ofPlatform().daemon().name("gpus").unstarted(this::run);
  }

  /**
   * Begins to look after this machine's GPUs.
   *
   * @param program {@code nvidia-smi} by name or path
   * @param cgroupParent the control group above all desktops of this node
   */
  public static GpuWatch start(String program, String cgroupParent) {
    NvidiaSmi smi =
        new NvidiaSmi(
            new SystemCommands(LIMIT), program, new Processes(Path.of("/proc"), cgroupParent));
    GpuWatch watch = new GpuWatch(() -> of(smi, program), STALE);
    watch.thread.start();
    return watch;
  }

  /** Looked for each time: a driver may be installed while the agent runs. */
  private static GpuSample of(NvidiaSmi smi, String program) throws IOException {
    if (Programs.isInstalled(program)) {
      return new GpuSample(smi.read(), null);
    }
    return Files.exists(DRIVER)
        ? GpuSample.failed("The NVIDIA driver is loaded, but nvidia-smi is not installed")
        : GpuSample.NONE;
  }

  private void run() {
    Duration pause = EVERY;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        pause = newest.problem() == null ? EVERY : longer(pause);
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Asks once, and waits for the answer. */
  void look() {
    askedAt = System.nanoTime();
    try {
      newest = reader.read();
    } catch (IOException e) {
      newest = GpuSample.failed(String.valueOf(e.getMessage()));
    } finally {
      askedAt = null;
      looked.countDown();
    }
  }

  /** What is known now; answers at once. */
  @Override
  public GpuSample get() {
    Long asked = askedAt;
    Duration waited = Duration.ofNanos(asked == null ? 0 : System.nanoTime() - asked);
    return asked == null || waited.compareTo(stale) < 0
        ? newest
        : GpuSample.failed("nvidia-smi has not answered for " + waited.toSeconds() + " s");
  }

  /** The same, but waits until the GPUs were asked for the first time, or that took too long. */
  public GpuSample known() {
    try {
      boolean ignored = looked.await(stale.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
