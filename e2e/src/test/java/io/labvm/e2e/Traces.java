package io.labvm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a home that is down still has on this machine; there must be nothing. */
final class Traces {
  private final String home;
  private final String hash;
  private final List<String> found = new ArrayList<>();

  private Traces(Path home, String hash) {
    this.home = home.toString();
    this.hash = hash;
  }

  /**
   * Looks for them.
   *
   * @param hash of the home while it was there
   */
  static List<String> of(Path home, String hash) throws IOException {
    var traces = new Traces(home, hash);
    traces.lines("mount", Files.readString(Path.of("/proc/self/mountinfo")));
    traces.lines("network", output("ip", "netns") + output("ip", "-o", "link"));
    traces.lines("packet filter", output("iptables-save"));
    traces.lines("loop device", output("losetup", "--list"));
    traces.processes();
    return List.copyOf(traces.found);
  }

  private static String output(String... command) {
    return Commands.run(Duration.ofSeconds(20), command).orFail().output();
  }

  private void lines(String kind, String text) {
    text.lines().filter(this::isTheirs).forEach(line -> found.add(kind + " " + line));
  }

  private boolean isTheirs(String line) {
    return line.contains(home) || line.contains(hash);
  }

  private void processes() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          lines("process", Files.readString(process.resolve("cmdline")).replace('\0', ' '));
        } catch (IOException e) {
          // the process ended meanwhile
        }
      }
    }
  }
}
