package io.labvm.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm version}: see and make versions of desktops. */
final class VersionCommand {
  private final Api api;
  private final Output output;

  VersionCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.word(1, "ls, backup, tree, get, diff, restore …");
    if (TravelCommand.VERBS.contains(verb)) {
      new TravelCommand(api, output).run(verb, arguments);
      return;
    }
    if (KeepingCommand.VERBS.contains(verb)) {
      new KeepingCommand(api, output).run(verb, arguments);
      return;
    }
    switch (verb) {
      case "ls" -> list(api.get(desktop(arguments) + "/versions"));
      case "backup" ->
          new Follow(api, output)
              .accepted(
                  api.post(desktop(arguments) + "/backup", Map.of()), arguments.has("--no-wait"));
      case "tree", "get", "diff", "packages", "label", "pin", "unpin", "delete" ->
          new OneVersion(api, output, arguments).run(verb);
      default -> throw new IllegalArgumentException("versions know no '" + verb + "'");
    }
  }

  private String desktop(Arguments arguments) {
    return "/api/v1/desktops/"
        + new DesktopCommand(api, output).find(arguments, "version").path("id").asString();
  }

  private void list(JsonNode versions) {
    if (output.json()) {
      output.print(versions);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode v : versions) {
      rows.add(
          List.of(
              v.path("version").asString(),
              seconds(v.path("time").asString()),
              v.path("trigger").asString(),
              v.path("consistency").asString(),
              state(v),
              v.path("entries").asString(),
              v.path("bytes").asString(),
              notSaved(v),
              v.path("pinned").asBoolean(false) ? "yes" : "",
              v.path("label").asString()));
    }
    output.table(
        List.of(
            "VERSION",
            "TIME",
            "TRIGGER",
            "TAKEN",
            "STATE",
            "ENTRIES",
            "BYTES",
            "NOT-SAVED",
            "PINNED",
            "LABEL"),
        rows);
  }

  /** The finest that is worth its room in a line. */
  private static String seconds(String time) {
    return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String state(JsonNode version) {
    if (version.path("damaged").asBoolean(false)) {
      return "damaged";
    }
    return version.path("verified").asBoolean(false) ? "verified" : "unverified";
  }

  /** How many things the desktop had that the version lacks; which, {@code --json} says. */
  private static String notSaved(JsonNode version) {
    long count = 0;
    for (JsonNode kind : version.path("leftOut")) {
      count += kind.path("count").asLong(0);
    }
    return count == 0 ? "" : Long.toString(count);
  }
}
