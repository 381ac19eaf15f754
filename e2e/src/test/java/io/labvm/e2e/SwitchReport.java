package io.labvm.e2e;

import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of all switches that were hit, written anew after each fault. */
final class SwitchReport {
  private final Path file;
  private final Instant began = Instant.now();
  private final FaultTable table = new FaultTable("place × fault");
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> rows = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  SwitchReport(Path file) {
    this.file = file;
  }

  void note(String what) {
    System.out.println(
        "%7.1f s  %s".formatted(Duration.between(began, Instant.now()).toMillis() / 1000.0, what));
  }

  /**
   * Takes the ends of the switches that one fault hit.
   *
   * @param broken what is wrong beside them
   */
  void add(SwitchFault fault, List<SwitchEnd> ends, List<Violation> broken) {
    for (SwitchEnd end : ends) {
      table.put(end.of().place().toString(), fault.toString(), end.brief());
      counts.merge(end.told() + " on " + end.where(), 1, Integer::sum);
      rows.add(row(fault, end));
      end.wrong().forEach(v -> wrong.add(fault + ", " + end.of().place() + ": " + v));
    }
    broken.forEach(v -> wrong.add(fault + ": " + v));
    note(
        "%s: %s"
            .formatted(
                fault,
                ends.stream()
                    .collect(
                        Collectors.groupingBy(
                            SwitchEnd::brief, TreeMap::new, Collectors.counting()))));
    write();
  }

  private static String row(SwitchFault fault, SwitchEnd end) {
    return "| %s | %s | %s | %s %s | %s | %d | %s |"
        .formatted(
            end.of().place(),
            fault.victim(),
            fault.kind(),
            end.told(),
            end.why(),
            end.where(),
            end.epoch(),
            end.healthyAfter() == null ? "never" : end.healthyAfter().toSeconds());
  }

  boolean hasHoles() {
    return table.hasHoles();
  }

  void write() {
    var text = new StringBuilder("# Switches, hit at each of their places\n\n");
    text.append(
        "%d switches: %s; %d things wrong\n\n".formatted(rows.size(), counts, wrong.size()));
    wrong.forEach(w -> text.append("- ").append(w).append('\n'));
    text.append("```\n").append(table).append("```\n\n");
    text.append("| place | process | fault | told | runs on | epoch | healthy after s |\n");
    text.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    rows.forEach(row -> text.append(row).append('\n'));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
