package io.labvm.node.desktop;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a guard that stands still, so that its supervisor starts another: supervisors see only that
 * a process ends, and a guard that does nothing would not stop a desktop that goes on elsewhere.
 *
 * <p>The guard writes who it is into the file {@code guard-alive}, process number and time of its
 * start, and touches it every second.
 */
public final class HangingGuard {
  private static final Logger log = LoggerFactory.getLogger(HangingGuard.class);

  /** Shorter than it takes until a desktop of a silent node may start elsewhere. */
  private static final Duration OLD = Duration.ofSeconds(15);

  private final GuardLife life;
  private boolean seenOld;

  public HangingGuard(GuardLife life) {
    this.life = life;
  }

  /** To be called every few seconds; one old sign alone may be a clock that was set. */
  public void end() throws IOException {
    boolean old = isOld();
    if (old && seenOld) {
      guard().ifPresent(HangingGuard::end);
    }
    seenOld = old;
  }

  private boolean isOld() throws IOException {
    try {
      return life.isOlder(OLD);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Empty when it is gone; its number may be another's by now. */
  private Optional<ProcessHandle> guard() throws IOException {
    String[] words = life.sign().strip().split(" ");
    if (words.length != 2) {
      return Optional.empty();
    }
    long start = Long.parseLong(words[1]);
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(
            process ->
                process.info().startInstant().map(s -> s.toEpochMilli() == start).orElse(false));
  }

  private static void end(ProcessHandle guard) {
    log.warn("The guard, process {}, stands still and is ended", guard.pid());
    boolean _ = guard.destroyForcibly();
  }
}
