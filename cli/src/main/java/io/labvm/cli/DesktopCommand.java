package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm desktop}: see and drive desktops. */
final class DesktopCommand {
  private static final List<String> COMMANDS =
      List.of("start", "stop", "restart-session", "rotate-secret", "delete");

  private final Api api;
  private final Output output;

  DesktopCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.word(1, "ls, show, start, stop …");
    switch (verb) {
      case "ls" -> list();
      case "show" -> show(find(arguments));
      case "vnc" -> vnc(find(arguments));
      default -> {
        if (!COMMANDS.contains(verb)) {
          throw new IllegalArgumentException("desktops know no '" + verb + "'");
        }
        String id = find(arguments).path("id").asString();
        new Follow(api, output)
            .accepted(
                api.post("/api/v1/desktops/" + id + "/" + verb, Map.of()),
                arguments.has("--no-wait"));
      }
    }
  }

  private void list() {
    JsonNode desktops = api.get("/api/v1/desktops");
    if (output.json()) {
      output.print(desktops);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode d : desktops) {
      rows.add(
          List.of(
              text(d, "id"),
              text(d, "login"),
              text(d, "state"),
              text(d, "node"),
              text(d, "base"),
              text(d.path("addresses"), "vnc")));
    }
    output.table(List.of("DESKTOP", "LOGIN", "STATE", "NODE", "BASE", "VNC"), rows);
  }

  private void show(JsonNode desktop) {
    if (output.json()) {
      output.print(desktop);
      return;
    }
    for (String field : List.of("id", "login", "owner", "state", "node", "base", "runningSince")) {
      output.say("%-13s %s".formatted(field, text(desktop, field)));
    }
    for (String field : List.of("browser", "vnc", "ssh")) {
      output.say("%-13s %s".formatted(field, text(desktop.path("addresses"), field)));
    }
  }

  private void vnc(JsonNode desktop) {
    String address = text(desktop.path("addresses"), "vnc");
    String id = text(desktop, "id");
    JsonNode secret = api.get("/api/v1/desktops/" + id + "/secret");
    if (output.json()) {
      output.print(secret);
      return;
    }
    output.say("address  " + address);
    output.say("secret   " + text(secret, "vncSecret"));
  }

  /** By id, by login, or the only one there is. */
  private JsonNode find(Arguments arguments) {
    var wanted = arguments.optionalWord(2);
    if (wanted.isPresent() && !wanted.get().contains("/")) {
      var exact = api.find("/api/v1/desktops/" + wanted.get());
      if (exact.isPresent()) {
        return exact.get();
      }
    }
    var matching = new ArrayList<JsonNode>();
    for (JsonNode d : api.get("/api/v1/desktops")) {
      if (wanted.isEmpty() || text(d, "login").equals(wanted.get())) {
        matching.add(d);
      }
    }
    if (matching.size() != 1) {
      throw new Problem(
          "No desktop chosen",
          matching.isEmpty() ? "none fits" : matching.size() + " fit",
          "labvm desktop ls shows their ids");
    }
    return matching.getFirst();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("–");
  }
}
