package io.labvm.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm gpu}: who has which GPU, asking for some, repair, and how a node gives its own. */
final class GpuCommand {
  private final Api api;
  private final Output output;

  GpuCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.optionalWord(1).orElse("ls");
    switch (verb) {
      case "ls" -> list();
      case "ask" -> ask(arguments);
      case "repair" -> repair(arguments);
      case "mode" -> mode(arguments);
      default -> throw new IllegalArgumentException("GPUs know no '" + verb + "'");
    }
  }

  private void list() {
    JsonNode nodes = api.get("/api/v1/nodes");
    if (output.json()) {
      output.print(nodes);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode node : nodes) {
      for (JsonNode gpu : node.path("figures").path("gpus")) {
        rows.add(row(node, gpu));
      }
    }
    output.table(List.of("NODE", "GPU", "NAME", "MODE", "DESKTOP OF", "WAITING"), rows);
  }

  private static List<String> row(JsonNode node, JsonNode gpu) {
    JsonNode given = node.path("gpus");
    String uuid = gpu.path("uuid").asString("–");
    boolean shared = given.path("mode").asString("").equals("shared");
    String free = shared ? "all" : "–";
    return List.of(
        node.path("id").asString("–"),
        uuid,
        gpu.path("name").asString("–"),
        given.path("mode").asString("–"),
        given.path("holders").path(uuid).path("login").asString(free),
        given.path("waiting").asString("0"));
  }

  private void ask(Arguments arguments) {
    String count = arguments.word(2, "how many, or default");
    Map<String, Object> wanted = new HashMap<>();
    wanted.put("count", count.equals("default") ? null : Integer.valueOf(count));
    arguments
        .value("--hours")
        .map(hours -> Instant.now().plus(Duration.ofHours(Long.parseLong(hours))))
        .ifPresent(until -> wanted.put("until", until.toString()));
    JsonNode desktop =
        new DesktopCommand(api, output).find(arguments.optionalWord(3), "labvm gpu ask " + count);
    String path = "/api/v1/desktops/" + desktop.path("id").asString() + "/gpus";
    JsonNode now = api.put(path, wanted);
    if (output.json()) {
      output.print(now);
      return;
    }
    output.say(
        "has %d, %d kept for its next start%s"
            .formatted(now.path("held").size(), now.path("next").size(), place(now)));
  }

  private static String place(JsonNode gpus) {
    JsonNode position = gpus.path("position");
    return position.isNumber() ? ", place " + position.asInt() + " in the queue" : "";
  }

  private void repair(Arguments arguments) {
    JsonNode desktop =
        new DesktopCommand(api, output).find(arguments.optionalWord(2), "labvm gpu repair");
    String path = "/api/v1/desktops/" + desktop.path("id").asString() + "/repair-gpu";
    new Follow(api, output).accepted(api.post(path, Map.of()), arguments.has("--no-wait"));
  }

  private void mode(Arguments arguments) {
    String node = arguments.word(2, "the node");
    String mode = arguments.word(3, "shared or exclusive");
    api.put("/api/v1/nodes/" + node + "/gpu-mode", Map.of("mode", mode));
  }
}
