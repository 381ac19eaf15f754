package io.labvm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    String verb = arguments.word(1, "ls, create, show, start, stop …");
    switch (verb) {
      case "ls" -> list();
      case "create" -> create(arguments);
      case "show" -> show(find(arguments, "desktop"));
      case "vnc" -> vnc(find(arguments, "desktop"));
      case "switch" -> new SwitchCommand(api, output).run(arguments, id(arguments));
      case "limits" -> new LimitsCommand(api, output).run(arguments, find(arguments, "desktop"));
      case "programs" -> programs(id(arguments));
      case "idle", "extend", "lock", "unlock" ->
          new IdlenessCommand(api, output).run(arguments, verb, id(arguments));
      default -> {
        if (!COMMANDS.contains(verb)) {
          throw new IllegalArgumentException("desktops know no '" + verb + "'");
        }
        String path = "/api/v1/desktops/" + id(arguments) + "/" + verb;
        new Follow(api, output).accepted(api.post(path, Map.of()), arguments.has("--no-wait"));
      }
    }
  }

  private String id(Arguments arguments) {
    return find(arguments, "desktop").path("id").asString();
  }

  private void create(Arguments arguments) {
    var wanted = new LinkedHashMap<String, String>();
    for (String field : List.of("base", "node", "language")) {
      arguments.value("--" + field).ifPresent(value -> wanted.put(field, value));
    }
    new Follow(api, output)
        .accepted(api.post("/api/v1/desktops", wanted), arguments.has("--no-wait"));
  }

  private void programs(String id) {
    JsonNode programs = api.get("/api/v1/desktops/" + id + "/programs");
    if (output.json()) {
      output.print(programs);
      return;
    }
    if (programs.path("readAt").isNull()) {
      output.say("Nobody knows: it does not run, or its node has told nothing");
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode p : programs.path("programs")) {
      rows.add(List.of(text(p, "name"), p.path("processes").asString(), text(p, "since")));
    }
    output.table(List.of("PROGRAM", "PROCESSES", "SINCE"), rows);
    int others = programs.path("others").asInt();
    output.say(
        (others > 0 ? others + " processes more; " : "") + "read " + text(programs, "readAt"));
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
    JsonNode secret =
        api.find("/api/v1/desktops/" + text(desktop, "id") + "/secret")
            .orElseThrow(() -> ownersAlone(desktop, address));
    if (output.json()) {
      output.print(secret);
      return;
    }
    output.say("address  " + address);
    output.say("secret   " + text(secret, "vncSecret"));
  }

  /** Whoever may see a desktop but not its secret is an admin. */
  private static Problem ownersAlone(JsonNode desktop, String address) {
    String owner = text(desktop, "owner");
    return new Problem(
        "The VNC secret of " + text(desktop, "login") + " was not shown",
        "it is for its owner " + owner + " alone, not for admins",
        "The address is "
            + address
            + "; "
            + owner
            + " sees the secret on the page of the desktop or, signed in by labvm login "
            + owner
            + ", by this command");
  }

  /** By id, by login, or the only one there is. */
  JsonNode find(Arguments arguments, String command) {
    return find(arguments.optionalWord(2), "labvm " + command + " " + arguments.word(1, "verb"));
  }

  /**
   * @param wanted id or login; empty for the only one there is
   * @param command to name one with, for the advice
   */
  JsonNode find(Optional<String> wanted, String command) {
    var exact = wanted.filter(DesktopCommand::looksLikeAnId).flatMap(this::byId);
    if (exact.isPresent()) {
      return exact.get();
    }
    var matching = new ArrayList<JsonNode>();
    for (JsonNode d : api.get("/api/v1/desktops")) {
      if (wanted.isEmpty() || text(d, "login").equals(wanted.get())) {
        matching.add(d);
      }
    }
    if (matching.size() != 1) {
      throw notChosen(wanted, matching.size(), command);
    }
    return matching.getFirst();
  }

  private Optional<JsonNode> byId(String id) {
    return api.find("/api/v1/desktops/" + id);
  }

  private static boolean looksLikeAnId(String word) {
    return word.matches("[a-z0-9][a-z0-9-]{0,62}");
  }

  private static Problem notChosen(Optional<String> wanted, int fitting, String command) {
    String list = "labvm desktop ls shows ids and logins";
    if (wanted.isPresent()) {
      String fit = fitting == 0 ? "none has the id or login " : fitting + " have the login ";
      return new Problem("Which desktop", fit + "'" + wanted.get() + "'", list);
    }
    return fitting == 0
        ? new Problem("Which desktop", "there is none yet", "labvm register LOGIN makes one")
        : new Problem(
            "Which desktop", fitting + " are there", "Name one: " + command + " DESKTOP; " + list);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("–");
  }
}
