package io.labvm.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm node}: the nodes and whether they live; emptying one for maintenance. */
final class NodeCommand {
  private static final String NODES = "/api/v1/nodes";

  private final Api api;
  private final Output output;

  NodeCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.word(1, "ls, cordon, uncordon, plan, drain or bring-home");
    switch (verb) {
      case "ls" -> list();
      case "cordon", "uncordon" -> post(node(arguments) + "/" + verb);
      case "plan" -> plan(api.get(node(arguments) + "/drain-plan"));
      case "drain" -> drain(arguments);
      case "bring-home" -> show(begin(arguments, verb));
      default -> throw new IllegalArgumentException("nodes know no '" + verb + "'");
    }
  }

  private static String node(Arguments arguments) {
    return NODES + "/" + arguments.word(2, "the node");
  }

  private void post(String path) {
    api.post(path, Map.of());
  }

  private void list() {
    JsonNode nodes = api.get(NODES);
    if (output.json()) {
      output.print(nodes);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode n : nodes) {
      rows.add(
          List.of(
              n.path("id").asString("–"),
              n.path("state").asString("–"),
              n.path("desktops").asString("–"),
              n.path("seenAt").asString("–")));
    }
    output.table(List.of("NODE", "STATE", "DESKTOPS", "LAST BEACON"), rows);
  }

  private void plan(JsonNode plan) {
    if (output.json()) {
      output.print(plan);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode move : plan) {
      rows.add(
          List.of(
              move.path("desktop").asString(),
              move.path("owner").asString("–"),
              move.path("target").asString("–"),
              pause(move),
              move.path("blocker").asString("–")));
    }
    output.table(List.of("DESKTOP", "OWNER", "TO", "PAUSE", "BLOCKER"), rows);
  }

  private static String pause(JsonNode move) {
    if (!move.path("running").asBoolean()) {
      return "off";
    }
    JsonNode millis = move.path("pauseMillis");
    return millis.isNumber() ? "%.1f s".formatted(millis.asLong() / 1e3) : "some seconds";
  }

  private void drain(Arguments arguments) {
    switch (arguments.optionalWord(3).orElse("")) {
      case "" -> show(begin(arguments, "drain"));
      case "status" -> show(api.get(node(arguments) + "/drain"));
      case "pause", "resume", "cancel" ->
          post(node(arguments) + "/drain/" + arguments.word(3, "what"));
      default ->
          throw new IllegalArgumentException("a drain knows status, pause, resume and cancel");
    }
  }

  private JsonNode begin(Arguments arguments, String verb) {
    Map<String, Object> wanted = new HashMap<>();
    arguments.value("--at-once").ifPresent(n -> wanted.put("atOnce", Integer.valueOf(n)));
    return api.post(node(arguments) + "/" + verb, wanted);
  }

  private void show(JsonNode drain) {
    if (output.json()) {
      output.print(drain);
      return;
    }
    String direction = drain.path("home").asBoolean() ? "bringing home" : "emptying";
    output.say(
        "%s %s: %s%s"
            .formatted(
                direction,
                drain.path("node").asString(),
                drain.path("state").asString(),
                drain.path("paused").asBoolean() ? ", paused" : ""));
    var rows = new ArrayList<List<String>>();
    for (JsonNode move : drain.path("moves")) {
      rows.add(
          List.of(
              move.path("desktop").asString(),
              move.path("owner").asString("–"),
              move.path("state").asString(),
              move.path("to").asString("–"),
              move.path("reason").asString("")));
    }
    output.table(List.of("DESKTOP", "OWNER", "STATE", "TO", "WHY"), rows);
  }
}
