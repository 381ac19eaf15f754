package io.labvm.bench;

import io.labvm.layers.command.LayerCommand;
import io.labvm.layers.json.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layer engine, called by its command: in this process, which is warm as an agent is, or as a
 * program of its own.
 */
final class Engine {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private final List<String> command;
  private final Programs programs;
  private String answer = "";

  /** The command line that starts the layer command, without its arguments. */
  Engine(List<String> command, Programs programs) {
    this.command = List.copyOf(command);
    this.programs = programs;
  }

  /** Which way a command is run. */
  enum Way {
    /** The compiler needs some rounds. */
    WARM("labVm, warm process", 3),
    FRESH("labVm, fresh command", 1);

    private final String title;
    private final int warmUps;

    Way(String title, int warmUps) {
      this.title = title;
      this.warmUps = warmUps;
    }

    /** A contender that works this way. */
    Contender contender(String what, Contender.Work work) {
      return Contender.of(title + what, work).warmingUp(warmUps);
    }

    /** A contender that works this way. */
    Contender contender(Contender.Work work) {
      return contender("", work);
    }
  }

  /** Runs one command; anything but success is an error with what it said. */
  Sample run(Way way, List<String> words) throws IOException {
    List<String> line = new ArrayList<>(words);
    line.add("--json");
    return switch (way) {
      case WARM -> warm(line);
      case FRESH -> fresh(line);
    };
  }

  /** Untimed, in this process. */
  JsonDocument run(String... words) throws IOException {
    Sample ignored = run(Way.WARM, List.of(words));
    return answer();
  }

  /** What the last command answered. */
  JsonDocument answer() throws IOException {
    return JsonDocument.parse(Path.of("answer"), answer.getBytes(StandardCharsets.UTF_8));
  }

  /** The command line of a command that runs for long. */
  List<String> commandLine(List<String> words) {
    List<String> line = new ArrayList<>(command);
    line.addAll(words);
    return line;
  }

  private Sample warm(List<String> line) throws IOException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    int exit = new LayerCommand(printer(out), printer(err)).run(line);
    double wall = Sample.secondsSince(start);
    double used = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    answer = lastLine(out);
    if (exit != 0) {
      throw new IOException(line.getFirst() + " ended with " + exit + ": " + firstLine(err));
    }
    return new Sample(wall, used, 0);
  }

  private Sample fresh(List<String> line) throws IOException {
    Sample sample = programs.run(commandLine(line));
    answer = programs.lastLine();
    return sample;
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String lastLine(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8).stripTrailing();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static String firstLine(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }
}
