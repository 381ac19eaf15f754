package io.labvm.bench.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a process has used.
 *
 * @param cpuSeconds since it began
 * @param residentBytes now
 */
record ProcessUse(double cpuSeconds, long residentBytes) {
  private static final double TICKS = 100;
  private static final int USER_TICKS = 11;

  /** Of a process and its children, like the server of a database. */
  static ProcessUse ofTree(long pid) throws IOException {
    ProcessUse all = of(pid);
    for (ProcessHandle child : ProcessHandle.of(pid).orElseThrow().descendants().toList()) {
      try {
        ProcessUse use = of(child.pid());
        all =
            new ProcessUse(
                all.cpuSeconds() + use.cpuSeconds(), all.residentBytes() + use.residentBytes());
      } catch (NoSuchFileException e) {
        // it has ended meanwhile
      }
    }
    return all;
  }

  private static ProcessUse of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks =
        Double.parseDouble(fields[USER_TICKS]) + Double.parseDouble(fields[USER_TICKS + 1]);
    try (var lines = Files.lines(process.resolve("status"))) {
      long kib =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum();
      return new ProcessUse(ticks / TICKS, kib << 10);
    }
  }
}
