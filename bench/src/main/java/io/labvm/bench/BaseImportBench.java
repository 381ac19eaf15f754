package io.labvm.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * {@code BaseImportBench DIRECTORY [ROUNDS]}: 100,000 files of 4 KiB into an image, from the
 * directory and from its archive, beside mkfs.erofs and tar doing theirs. In each round all run one
 * after another on the same warm page cache, none makes anything durable, and JVM start counts. As
 * other work on the machine stretches wall times, CPU seconds are given as well; ratios are taken
 * within rounds.
 */
public final class BaseImportBench {
  private static final int DIRECTORIES = 500;
  private static final int FILES = 200;
  private static final int SIZE = 4096;

  /** How the command line starts: a short life has no use for the optimising compiler. */
  private static final List<String> JVM =
      List.of(
          Path.of(System.getProperty("java.home"), "bin/java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          ImageBuildMain.class.getName());

  private final Path tree;
  private final Path archive;
  private final Path output;
  private final PrintStream out;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();

  private record Run(double wall, double cpu) {}

  private BaseImportBench(Path directory, PrintStream out) {
    this.tree = directory.resolve("tree");
    this.archive = directory.resolve("tree.tar");
    this.output = directory.resolve("output");
    this.out = out;
  }

  /** Runs the rounds and prints a Markdown table. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    new BaseImportBench(Path.of(args[0]), out).run(rounds);
  }

  private void run(int rounds) throws IOException, InterruptedException {
    makeTree();
    time("warm-up", List.of("tar", "-cf", archive.toString(), "-C", tree.toString(), "."));
    for (int i = 0; i < rounds; i++) {
      time("mkfs.erofs", List.of("mkfs.erofs", output.toString(), tree.toString()));
      time("tar -cf", List.of("tar", "-cf", output.toString(), "-C", tree.toString(), "."));
      time("labVm, directory", labVm(tree));
      time("labVm, archive", labVm(archive));
    }
    print();
  }

  private List<String> labVm(Path source) {
    List<String> words = new ArrayList<>(JVM);
    words.addAll(List.of(source.toString(), output.toString()));
    return words;
  }

  private void makeTree() throws IOException {
    byte[] content = new byte[SIZE];
    Random random = new Random(1);
    for (int d = 0; d < DIRECTORIES && Files.notExists(archive); d++) {
      Path directory = Files.createDirectories(tree.resolve("directory-" + d));
      for (int f = 0; f < FILES; f++) {
        random.nextBytes(content);
        Files.write(directory.resolve("file-" + f), content);
      }
    }
  }

  /** Runs a program under the shell's clock. */
  private void time(String name, List<String> words) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>();
    timed.addAll(
        List.of(
            "bash",
            "-c",
            "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>/dev/null || echo failed >&2",
            "time"));
    timed.addAll(words);
    Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    Files.deleteIfExists(output);
    if (exit != 0 || text.contains("failed")) {
      throw new IOException(name + ": " + text);
    }
    String[] seconds = text.strip().split(" ", -1);
    double cpu = Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]);
    runs.computeIfAbsent(name, ignored -> new ArrayList<>())
        .add(new Run(Double.parseDouble(seconds[0]), cpu));
  }

  private void print() throws IOException {
    out.println(
        "| work | wall s, min / median / max | CPU s | to mkfs.erofs, wall | CPU | to tar -cf, wall | CPU |");
    out.println("| --- | --- | --- | --- | --- | --- | --- |");
    runs.remove("warm-up");
    for (String name : runs.keySet()) {
      out.println(
          "| "
              + String.join(
                  " | ",
                  name,
                  spread(values(name, Run::wall)),
                  spread(values(name, Run::cpu)),
                  spread(ratios(name, "mkfs.erofs", Run::wall)),
                  spread(ratios(name, "mkfs.erofs", Run::cpu)),
                  spread(ratios(name, "tar -cf", Run::wall)),
                  spread(ratios(name, "tar -cf", Run::cpu)))
              + " |");
    }
    double megabytes = Files.size(archive) / 1e6;
    double[] speeds = values("labVm, archive", run -> megabytes / run.wall);
    double[] cpuSpeeds = values("labVm, archive", run -> megabytes / run.cpu);
    out.println();
    out.printf(
        "Archive of %.0f MB: %s MB/s by the clock, %s MB per CPU second.%n",
        megabytes, spread(speeds), spread(cpuSpeeds));
  }

  private double[] values(String name, ToDoubleFunction<Run> value) {
    return runs.getOrDefault(name, List.of()).stream().mapToDouble(value).sorted().toArray();
  }

  private double[] ratios(String name, String peer, ToDoubleFunction<Run> value) {
    List<Run> mine = runs.getOrDefault(name, List.of());
    List<Run> theirs = runs.getOrDefault(peer, List.of());
    double[] ratios = new double[mine.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = value.applyAsDouble(mine.get(i)) / value.applyAsDouble(theirs.get(i));
    }
    java.util.Arrays.sort(ratios);
    return ratios;
  }

  private static String spread(double[] sorted) {
    return String.format(
        Locale.ROOT,
        sorted[0] >= 100 ? "%.0f / %.0f / %.0f" : "%.2f / %.2f / %.2f",
        sorted[0],
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }
}
