package io.labvm.layers.fuzz;

import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes trees as programs in a desktop do: at random by a seed, step by step as told, or without
 * ever resting. A process of its own in a mount namespace of its own, whose root is the ground;
 * each life then has its tree as root, so that no link can lead it out.
 */
public final class Life implements AutoCloseable {
  private final Path ground;
  private final Path program;
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  private Life(Path ground, Path program, Process process) {
    this.ground = ground;
    this.program = program;
    this.process = process;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts on a mount point that is shared; trees are below it. */
  public static Life on(Path ground) throws IOException {
    Path program = Files.createTempFile("labvm-life", ".py");
    try (InputStream source = Life.class.getResourceAsStream("life.py")) {
      if (source == null) {
        throw new IOException("life.py is missing");
      }
      Files.write(program, source.readAllBytes());
    }
    List<String> command =
        List.of(
            "unshare",
            "-m",
            "--propagation",
            "slave",
            "python3",
            program.toString(),
            ground.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    return new Life(
        ground, program, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * What a burst of random operations did.
   *
   * @param done operations that succeeded
   * @param entries in the tree when it was last counted
   */
  public record Burst(int done, int entries, Map<String, Integer> counts) {}

  /** Random operations until so many succeeded; the same for the same seed and tree. */
  public Burst burst(Path tree, long seed, int operations) throws IOException {
    return burst(tree, seed, operations, true);
  }

  /** The same in a directory that is no overlay: without the traps that only an overlay has. */
  public Burst grow(Path tree, long seed, int operations) throws IOException {
    return burst(tree, seed, operations, false);
  }

  private Burst burst(Path tree, long seed, int operations, boolean overlay) throws IOException {
    JsonDocument said =
        ask(
            Map.of(
                "do",
                "burst",
                "at",
                below(tree),
                "seed",
                seed,
                "operations",
                operations,
                "overlay",
                overlay));
    Map<String, Integer> counts = new TreeMap<>();
    for (String pair : said.texts("counts")) {
      int at = pair.indexOf('=');
      counts.put(pair.substring(0, at), Integer.parseInt(pair.substring(at + 1)));
    }
    return new Burst((int) said.number("done"), (int) said.number("entries"), counts);
  }

  /**
   * Steps in the words of life.py, each a line of words: {@code "write a/f hello"}. Characters
   * stand for bytes (ISO 8859-1); paths are from the tree's root.
   */
  public void steps(Path tree, String... lines) throws IOException {
    List<List<String>> steps =
        java.util.Arrays.stream(lines).map(line -> List.of(line.split(" "))).toList();
    ask(Map.of("do", "script", "at", below(tree), "steps", steps));
  }

  /** Starts a life that never rests and keeps files open and mapped. */
  public Restless restless(Path tree, long seed) throws IOException {
    long pid = ask(Map.of("do", "start", "at", below(tree), "seed", seed)).number("pid");
    return new Restless(pid);
  }

  /** A process that changes its tree all the time, until it is closed. */
  public final class Restless implements AutoCloseable {
    private final long pid;
    private final Optional<LifeGroup> group;

    private Restless(long pid) throws IOException {
      this.pid = pid;
      this.group = LifeGroup.around(pid);
    }

    public long pid() {
      return pid;
    }

    /** Whether the kernel's freezer makes it stand still, as it does with desktops. */
    public boolean isInGroup() {
      return group.isPresent();
    }

    /** Returns when it stands still, outside of any system call; answers operations done so far. */
    public long freeze() throws IOException {
      if (group.isEmpty()) {
        return ask(Map.of("do", "stop", "pid", pid)).number("done");
      }
      group.get().freeze();
      return ask(Map.of("do", "count", "pid", pid)).number("done");
    }

    /** Returns when it has done so many operations in all; answers how many. */
    public long await(long operations) throws IOException {
      return ask(Map.of("do", "wait", "pid", pid, "operations", operations)).number("done");
    }

    public void thaw() throws IOException {
      if (group.isEmpty()) {
        ask(Map.of("do", "continue", "pid", pid));
      } else {
        group.get().thaw();
      }
    }

    /** A frozen process cannot even be killed. */
    @Override
    public void close() throws IOException {
      thaw();
      ask(Map.of("do", "kill", "pid", pid));
      if (group.isPresent()) {
        group.get().close();
      }
    }
  }

  private synchronized JsonDocument ask(Map<String, ?> order) throws IOException {
    orders.write(Json.line(order) + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the lives' process ended at " + order);
    }
    JsonDocument said = JsonDocument.parse(program, answer.getBytes(StandardCharsets.UTF_8));
    if (said.optionalText("error").isPresent()) {
      throw new IOException(said.text("error") + " in " + order);
    }
    return said;
  }

  private String below(Path tree) {
    return "/" + ground.relativize(tree);
  }

  @Override
  public void close() throws IOException {
    try (orders;
        answers) {
      process.destroyForcibly();
    }
    process.onExit().join();
    Files.deleteIfExists(program);
  }
}
