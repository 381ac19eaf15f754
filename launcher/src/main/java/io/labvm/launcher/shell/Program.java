package io.labvm.launcher.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of another program: how it is started, where its output goes, what came out. */
public final class Program {
  private static final Duration FOREVER = Duration.ofHours(6);
  private static final int KEPT_CHARACTERS = 4 << 20;

  private final ProcessBuilder builder;
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private Optional<Path> log = Optional.empty();
  private String input = "";
  private Duration limit = FOREVER;

  private Program(List<String> command) {
    builder = new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** A program and its arguments; no shell is involved. */
  public static Program of(String... command) {
    return new Program(List.of(command));
  }

  /** A program and its arguments; no shell is involved. */
  public static Program of(List<String> command) {
    return new Program(List.copyOf(command));
  }

  /** Starts it in this directory instead of the current one. */
  public Program in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  /** Sets a variable of its environment. */
  public Program with(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  /** Hands on nothing of this process's environment but where programs are found. */
  public Program inCleanEnvironment() {
    builder.environment().clear();
    return with("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        .with("HOME", "/root")
        .with("LANG", "C.UTF-8");
  }

  /** Given to its standard input; without this the input is empty. */
  public Program reading(String text) {
    input = text;
    return this;
  }

  /** Appends its output to this file, too. */
  public Program loggedTo(Path file) {
    log = Optional.of(file);
    return this;
  }

  /** Called with every line of output as it appears. */
  public Program telling(Consumer<String> listener) {
    listeners.add(listener);
    return this;
  }

  /** Ended by force after this time; its exit code is then 124. */
  public Program limitedTo(Duration time) {
    limit = time;
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @throws UserError when it cannot be started
   */
  public Outcome run() {
    try {
      Process process = builder.start();
      Thread writer = Thread.ofVirtual().start(() -> feed(process));
      var output = new StringBuilder();
      Thread reader = Thread.ofVirtual().start(() -> drain(process, output));
      int exit = await(process);
      // a daemon left behind may hold the pipe open: what it says is not this program's output
      reader.join(Duration.ofSeconds(2));
      writer.join(Duration.ofSeconds(1));
      synchronized (output) {
        return new Outcome(builder.command(), exit, output.toString());
      }
    } catch (IOException e) {
      throw new UserError(
          "Cannot run " + builder.command().getFirst(), String.valueOf(e.getMessage()), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + builder.command(), e);
    }
  }

  private int await(Process process) throws InterruptedException {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      return 124;
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private void feed(Process process) {
    try (Writer writer = process.outputWriter(StandardCharsets.UTF_8)) {
      writer.write(input);
    } catch (IOException _) {
      // it ended without reading everything: its exit code tells
    }
  }

  private void drain(Process process, StringBuilder output) {
    try (var lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer file = openLog()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, output);
        file.write(line + "\n");
        file.flush();
      }
    } catch (IOException _) {
      // the pipe of an ended process
    }
  }

  private void take(String line, StringBuilder output) {
    synchronized (output) {
      output.append(line).append('\n');
      if (output.length() > KEPT_CHARACTERS) {
        output.delete(0, KEPT_CHARACTERS / 2);
      }
    }
    for (Consumer<String> listener : listeners) {
      listener.accept(line);
    }
  }

  private Writer openLog() throws IOException {
    if (log.isEmpty()) {
      return Writer.nullWriter();
    }
    Files.createDirectories(log.get().toAbsolutePath().getParent());
    return Files.newBufferedWriter(log.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * How a program ended.
   *
   * @param exit its exit code, 124 when the time was over
   * @param output what it printed on both streams, at most its last 4 million characters
   */
  public record Outcome(List<String> command, int exit, String output) {
    /** Whether it exited with 0. */
    public boolean ok() {
      return exit == 0;
    }

    /**
     * Itself when it exited with 0.
     *
     * @throws UserError otherwise, with the last line it printed as the reason
     */
    public Outcome orFail(String what, String todo) {
      if (!ok()) {
        throw new UserError(what, command.getFirst() + " " + reason(), todo);
      }
      return this;
    }

    /** The last lines of the output. */
    public List<String> tail(int count) {
      List<String> lines = output.lines().filter(l -> !l.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private String reason() {
      if (exit == 124) {
        return "did not end in time";
      }
      List<String> last = tail(1);
      return "ended with " + exit + (last.isEmpty() ? "" : " saying '" + last.getFirst() + "'");
    }
  }
}
