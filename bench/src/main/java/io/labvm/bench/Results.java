package io.labvm.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the contenders of one row took, as a table in Markdown. */
final class Results {
  private final String title;
  private final String reference;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  /** Ratios are to the contender {@code reference}. */
  Results(String title, String reference) {
    this.title = title;
    this.reference = reference;
  }

  void add(String contender, Sample sample) {
    samples.computeIfAbsent(contender, _ -> new ArrayList<>()).add(sample);
  }

  /** It takes no further part. */
  void fail(String contender, String why) {
    failures.putIfAbsent(contender, why);
  }

  boolean hasFailed(String contender) {
    return failures.containsKey(contender);
  }

  /** The table, with a line for whoever failed. */
  String table() {
    StringBuilder text = new StringBuilder("### " + title + "\n\n");
    if (!samples.isEmpty()) {
      text.append(
          """
          | who | wall s, min / median / p99 / max | CPU s, median | peak MiB | times the first, min / median / max |
          | --- | --- | --- | --- | --- |
          """);
      samples.keySet().forEach(name -> text.append(line(name)));
    }
    failures.forEach((name, why) -> text.append("\nNot measured: " + name + " (" + why + ")\n"));
    return text.append('\n').toString();
  }

  private String line(String name) {
    List<Sample> runs = samples.getOrDefault(name, List.of());
    double[] wall = sorted(runs, Sample::wall);
    double[] cpu = sorted(runs, Sample::cpu);
    long peak = runs.stream().mapToLong(Sample::peakMib).max().orElse(0);
    return "| %s | %s / %s / %s / %s | %s | %s | %s |%n"
        .formatted(
            name,
            number(wall[0]),
            number(wall[wall.length / 2]),
            number(wall[(wall.length * 99 - 1) / 100]),
            number(wall[wall.length - 1]),
            cpu[cpu.length - 1] == 0 ? "" : number(cpu[cpu.length / 2]),
            peak == 0 ? "" : Long.toString(peak),
            ratios(runs));
  }

  /** Within rounds, because other work on the machine comes and goes. */
  private String ratios(List<Sample> runs) {
    List<Sample> first = samples.getOrDefault(reference, List.of());
    if (first.isEmpty()) {
      return "";
    }
    double[] ratios = new double[Math.min(runs.size(), first.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = runs.get(i).wall() / first.get(i).wall();
    }
    Arrays.sort(ratios);
    return number(ratios[0])
        + " / "
        + number(ratios[ratios.length / 2])
        + " / "
        + number(ratios[ratios.length - 1]);
  }

  private static double[] sorted(List<Sample> runs, ToDoubleFunction<Sample> value) {
    return runs.stream().mapToDouble(value).sorted().toArray();
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT,
        value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f",
        value);
  }
}
