package io.labvm.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store whether newer epochs exist, in a child process.
 *
 * <p>A hung store leaves the child in the kernel where even SIGKILL does not reach it; this process
 * goes on, and starts no second child before the first is gone.
 */
final class StoreWatch {
  /** What the store says of a holding. */
  enum Answer {
    /** This epoch is there and the next is not: the lease is renewed. */
    NEWEST,
    /** The next epoch exists: somebody else holds the desktop. */
    OVERTAKEN,
    /** No answer, or the store does not know this epoch. */
    UNKNOWN
  }

  /** Bounds one child's arguments and output to what a pipe holds. */
  private static final int BATCH = 100;

  private final Path store;
  private final List<String> program;
  private final Duration limit;
  private @Nullable Process child;

  StoreWatch(Path store) {
    this(store, List.of("/usr/bin/stat", "--format=%n", "--"), Duration.ofSeconds(5));
  }

  StoreWatch(Path store, List<String> program, Duration limit) {
    this.store = store;
    this.program = program;
    this.limit = limit;
  }

  /** Asks about each holding; takes at most the limit for each hundred of them. */
  Map<Holding, Answer> ask(Collection<Holding> holdings) throws InterruptedException {
    var answers = new HashMap<Holding, Answer>();
    var rest = new ArrayList<>(holdings);
    for (var from = 0; from < rest.size(); from += BATCH) {
      var batch = rest.subList(from, Math.min(rest.size(), from + BATCH));
      var existing = existing(batch);
      batch.forEach(holding -> answers.put(holding, answer(holding, existing)));
    }
    return answers;
  }

  private Answer answer(Holding holding, Set<String> existing) {
    if (existing.contains(file(holding, 1))) {
      return Answer.OVERTAKEN;
    }
    return existing.contains(file(holding, 0)) ? Answer.NEWEST : Answer.UNKNOWN;
  }

  private Set<String> existing(List<Holding> batch) throws InterruptedException {
    var before = child;
    if (before != null && before.isAlive()) {
      return Set.of();
    }
    var command = new ArrayList<>(program);
    for (var holding : batch) {
      // The next epoch first: when the answer is cut, the lease is not renewed by mistake.
      command.add(file(holding, 1));
      command.add(file(holding, 0));
    }
    try {
      return output(command);
    } catch (IOException e) {
      return Set.of();
    }
  }

  private Set<String> output(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    child = process;
    process.getOutputStream().close();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return Set.of();
    }
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      return new HashSet<>(lines.lines().toList());
    }
  }

  private String file(Holding holding, int later) {
    var epochs = store.resolve("desktops").resolve(holding.desktop()).resolve("epochs");
    return epochs.resolve(Long.toString(holding.epoch() + later)).toString();
  }
}
