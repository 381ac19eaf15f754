package io.labvm.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code labvm desktop limits}: what a desktop may use, and other limits for it (admins). */
final class LimitsCommand {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([MG])(?:i?B)?");
  private static final double MIB = 1L << 20;
  private static final double GIB = 1L << 30;

  private final Api api;
  private final Output output;

  LimitsCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments, JsonNode desktop) {
    Map<String, Object> wanted = wanted(arguments);
    if (wanted.isEmpty()) {
      show(desktop.path("limits"));
      return;
    }
    String path = "/api/v1/desktops/" + desktop.path("id").asString() + "/limits";
    if (wanted.containsKey("shmBytes")) {
      output.messages().println("  /dev/shm gets its size at the next start");
    }
    new Follow(api, output).accepted(api.put(path, wanted), arguments.has("--no-wait"));
  }

  private static Map<String, Object> wanted(Arguments arguments) {
    var wanted = new LinkedHashMap<String, Object>();
    arguments
        .value("--cpus")
        .ifPresent(cpus -> wanted.put("milliCpus", Math.round(Double.parseDouble(cpus) * 1000)));
    arguments.value("--memory").ifPresent(size -> wanted.put("memoryBytes", bytes(size)));
    arguments.value("--tasks").ifPresent(tasks -> wanted.put("pids", Long.valueOf(tasks)));
    arguments.value("--shm").ifPresent(size -> wanted.put("shmBytes", bytes(size)));
    return wanted;
  }

  /** A size like {@code 512M} or {@code 1.5G}, in powers of 1024; 0 needs no unit. */
  static long bytes(String size) {
    Matcher matcher = SIZE.matcher(size);
    if (size.equals("0")) {
      return 0;
    }
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + size + "' is no size like 512M or 1.5G");
    }
    double unit = matcher.group(2).equals("G") ? GIB : MIB;
    return Math.round(Double.parseDouble(matcher.group(1)) * unit);
  }

  private void show(JsonNode limits) {
    if (output.json()) {
      output.print(limits);
      return;
    }
    long shm = limits.path("shmBytes").asLong();
    output.say("%-10s %.1f".formatted("cpus", limits.path("milliCpus").asInt() / 1000.0));
    output.say("%-10s %s".formatted("memory", text(limits.path("memoryBytes").asLong())));
    output.say("%-10s %d".formatted("tasks", limits.path("pids").asInt()));
    output.say("%-10s %s".formatted("/dev/shm", shm == 0 ? "half of the memory" : text(shm)));
  }

  private static String text(long bytes) {
    return bytes % (1L << 30) == 0
        ? bytes / (1L << 30) + " GiB"
        : String.format(Locale.ROOT, "%.0f MiB", bytes / MIB);
  }
}
