package io.labvm.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs other programs, timed by the clock here and by GNU time for processors and memory. */
final class Programs implements Closeable {
  private final Path log;
  private final Path usage;
  private final Map<String, String> environment = new TreeMap<>();

  private Programs(Path log, Path usage) {
    this.log = log;
    this.usage = usage;
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** Output goes to a temporary file, of the last program only. */
  static Programs make() throws IOException {
    return new Programs(
        Files.createTempFile("labvm-bench-", ".log"),
        Files.createTempFile("labvm-bench-", ".usage"));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(log);
    Files.deleteIfExists(usage);
  }

  /** Sets a variable for all programs. */
  Programs with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs a program to its end; an exit code other than 0 is an error with its last words. */
  Sample run(List<String> command) throws IOException {
    List<String> timed = new ArrayList<>(List.of("time", "-q", "-o", usage.toString()));
    timed.addAll(List.of("-f", "%U %S %M"));
    timed.addAll(command);
    long start = System.nanoTime();
    int exit = await(start(timed, ProcessBuilder.Redirect.to(log.toFile())));
    double wall = Sample.secondsSince(start);
    if (exit != 0) {
      throw new IOException(command.getFirst() + " ended with " + exit + ": " + firstLine());
    }
    String[] words = Files.readString(usage).strip().split(" ", -1);
    double cpu = Double.parseDouble(words[0]) + Double.parseDouble(words[1]);
    return new Sample(wall, cpu, Long.parseLong(words[2]) >> 10);
  }

  Sample run(String... command) throws IOException {
    return run(List.of(command));
  }

  /** Starts a program that runs until it is told to end; nobody reads what it says. */
  Process start(List<String> command) throws IOException {
    return start(command, ProcessBuilder.Redirect.DISCARD);
  }

  private Process start(List<String> command, ProcessBuilder.Redirect output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().putAll(environment);
    return builder.start();
  }

  static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String firstLine() throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    return text.lines().findFirst().orElse("");
  }

  /** The last line that the last program printed. */
  String lastLine() throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1).stripTrailing();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
