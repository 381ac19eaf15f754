package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code labvm node ls}: the nodes and whether they live. */
final class NodeCommand {
  private final Api api;
  private final Output output;

  NodeCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    if (!arguments.word(1, "ls").equals("ls")) {
      throw new IllegalArgumentException("nodes know only ls and join");
    }
    JsonNode nodes = api.get("/api/v1/nodes");
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
}
