package io.labvm.node.device;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.container.Containers;
import io.labvm.node.container.Containers.Answer;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.process.Processes;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.rundir.RunDirectories;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks in each running desktop with GPUs whether they can still be used there. A container loses
 * them while its processes run on when somebody writes its device rules anew, as {@code systemctl
 * daemon-reload} does with those it manages, and when the driver is replaced under it.
 */
public final class GpuProbe {
  private static final Logger log = LoggerFactory.getLogger(GpuProbe.class);

  /** A driver in trouble may hold who asks for ever, and so may a member. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** After so many without an answer the pause between two questions does not grow any more. */
  private static final int MOST_UNANSWERED = 6;

  private static final int MOST_SHOWN = 200;

  /** Opens each file, then asks the driver where its program is in the container. */
  private static final String SCRIPT =
      """
      for file; do (: < "$file") || exit 1; done
      ! command -v nvidia-smi > /dev/null || nvidia-smi -L
      """;

  private final Containers containers;
  private final RunningDesktops running;
  private final RunDirectories directories;
  private final LongSupplier nanoTime;
  private final Map<DesktopId, Lost> lost = new ConcurrentHashMap<>();

  /**
   * What one container said.
   *
   * @param unanswered how many questions in a row it has not answered; each may still run in it
   * @param notBefore nanoseconds of the clock when it is asked again
   */
  private record Lost(String container, String why, int unanswered, long notBefore) {
    boolean isOf(String other) {
      return container.equals(other);
    }
  }

  /**
   * @param nanoTime {@link System#nanoTime}
   */
  public GpuProbe(
      Containers containers,
      RunningDesktops running,
      RunDirectories directories,
      LongSupplier nanoTime) {
    this.containers = containers;
    this.running = running;
    this.directories = directories;
    this.nanoTime = nanoTime;
  }

  /** Why a desktop's GPUs cannot be used; null when they can, and while nobody knows. */
  public @Nullable String problem(DesktopId desktop) {
    Lost found = lost.get(desktop);
    return found != null
            && running.find(desktop).filter(run -> found.isOf(run.container())).isPresent()
        ? found.why
        : null;
  }

  /** Once over all; of a desktop that cannot be asked, what was known stays. */
  public void run() {
    var all = running.all();
    lost.keySet().retainAll(all.keySet());
    all.forEach((desktop, run) -> look(desktop, run.container()));
  }

  private void look(DesktopId desktop, String container) {
    Lost before = lost.get(desktop);
    int unanswered = 0;
    if (before != null && before.isOf(container)) {
      if (nanoTime.getAsLong() - before.notBefore < 0) {
        return;
      }
      unanswered = before.unanswered;
    }
    try {
      Optional<List<String>> files = directories.gpuFiles(desktop);
      Lost now = files.isEmpty() ? null : ask(desktop, container, files.get(), unanswered);
      if (now == null) {
        lost.remove(desktop);
      } else {
        lost.put(desktop, now);
      }
      if ((before == null) != (now == null)) {
        log.info("GPUs of desktop {}: {}", desktop, now == null ? "usable again" : now.why);
      }
    } catch (NodeFailure | IOException e) {
      log.debug("The GPUs of desktop {} are not looked at: {}", desktop, e.getMessage());
    }
  }

  /** Null when all is well. */
  private @Nullable Lost ask(
      DesktopId desktop, String container, List<String> files, int unanswered) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, "gpus"));
    command.addAll(files);
    Answer answer = containers.execute(desktop, LIMIT, command);
    long now = nanoTime.getAsLong();
    if (answer.exitCode() == Answer.NONE) {
      long pause = LIMIT.toNanos() << Math.min(unanswered, MOST_UNANSWERED);
      String why = "no answer for " + LIMIT.toSeconds() + " s";
      return new Lost(container, why, unanswered + 1, now + pause);
    }
    return answer.exitCode() == 0 ? null : new Lost(container, line(answer), 0, now);
  }

  /** The member's programs may write what they like. */
  private static String line(Answer answer) {
    String said =
        answer
            .output()
            .lines()
            .map(l -> Processes.printable(l).strip())
            .filter(l -> !l.isBlank())
            .findFirst()
            .orElse("exit code " + answer.exitCode());
    return said.length() > MOST_SHOWN ? said.substring(0, MOST_SHOWN) + "…" : said;
  }
}
