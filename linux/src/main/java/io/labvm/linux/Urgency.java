package io.labvm.linux;

import io.labvm.linux.ffm.PriorityCalls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A time in which the calling thread, and threads it starts, get the processor before all others of
 * the machine: for short work that somebody is held up by. Closed by the same thread; whoever
 * cannot be sure that it is short calls {@link #expire} in time.
 *
 * <p>A weight alone (nice) counts only against threads of the same control group, or session
 * (sched(7), "The autogroup feature"), and desktops have groups of their own.
 */
public final class Urgency implements AutoCloseable {
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final int SELF = 0;

  /** Weighs about 28 times an ordinary thread (sched_prio_to_weight). */
  private static final int NICE = -15;

  private final int before = PriorityCalls.get();

  private Urgency() {}

  /**
   * Begins. Without the privilege (CAP_SYS_NICE) nothing changes; where only real time is refused,
   * as to a control group without a share of it, the weight does.
   */
  public static Urgency begin() {
    var urgency = new Urgency();
    int _ = PriorityCalls.set(NICE);
    int _ = PriorityCalls.setRealTime(SELF, true);
    return urgency;
  }

  /** Leaves no thread of this process in real time, whoever began it. */
  public static void expire() throws IOException {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        int id = Integer.parseInt(thread.getFileName().toString());
        if (PriorityCalls.isRealTime(id)) {
          int _ = PriorityCalls.setRealTime(id, false);
        }
      }
    }
  }

  @Override
  public void close() {
    int _ = PriorityCalls.setRealTime(SELF, false);
    int _ = PriorityCalls.set(before);
  }
}
