package io.labvm.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm desktop idle|extend|lock|unlock}: stops of desktops that nobody uses. */
final class IdlenessCommand {
  private final Api api;
  private final Output output;

  IdlenessCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments, String verb, String desktop) {
    String path = "/api/v1/desktops/" + desktop;
    switch (verb) {
      case "idle" -> show(api.get(path + "/idleness"));
      case "extend" -> show(api.post(path + "/extend", Map.of()));
      case "lock" -> show(api.put(path + "/lock", Map.of("until", until(arguments))));
      case "unlock" -> {
        api.delete(path + "/lock");
        show(api.get(path + "/idleness"));
      }
      default -> throw new IllegalArgumentException("desktops know no '" + verb + "'");
    }
  }

  private static String until(Arguments arguments) {
    return arguments
        .value("--until")
        .orElseThrow(
            () -> new IllegalArgumentException("lock needs --until, like 2027-01-31T02:00:00Z"));
  }

  private void show(JsonNode idleness) {
    if (output.json()) {
      output.print(idleness);
      return;
    }
    JsonNode stopped = idleness.path("stopped");
    if (stopped.isObject()) {
      output.say("stopped       at " + text(stopped, "at") + ": nobody had used it for long");
      lastUse(stopped);
      return;
    }
    String stop = idleness.path("stopsAt").asString("");
    output.say("stopped       " + (stop.isEmpty() ? "never for being unused" : "at " + stop));
    lastUse(idleness);
    output.say("locked until  " + text(idleness, "lockedUntil"));
  }

  private void lastUse(JsonNode of) {
    output.say("last use      " + text(of, "usedAt") + " (" + text(of, "usedBy") + ")");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("–");
  }
}
