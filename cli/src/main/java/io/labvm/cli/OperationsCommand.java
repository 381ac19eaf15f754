package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code labvm ops}: what was asked for and how far it is. */
final class OperationsCommand {
  private final Api api;
  private final Output output;

  OperationsCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    var operation = arguments.optionalWord(1);
    operation
        .filter(o -> !o.matches("[A-Za-z0-9-]{1,64}"))
        .ifPresent(
            o -> {
              throw new IllegalArgumentException("'" + o + "' is no operation's id");
            });
    JsonNode answer = api.get("/api/v1/operations" + operation.map(o -> "/" + o).orElse(""));
    if (output.json()) {
      output.print(answer);
    } else if (operation.isPresent()) {
      show(answer);
    } else {
      list(answer);
    }
  }

  private void list(JsonNode operations) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode o : operations) {
      rows.add(
          List.of(
              text(o, "id"),
              text(o, "kind"),
              text(o, "state"),
              text(o, "owner"),
              text(o, "createdAt")));
    }
    output.table(List.of("OPERATION", "KIND", "STATE", "OWNER", "CREATED"), rows);
  }

  private void show(JsonNode operation) {
    output.say(
        text(operation, "kind") + " " + text(operation, "id") + ": " + text(operation, "state"));
    var rows = new ArrayList<List<String>>();
    for (JsonNode step : operation.path("steps")) {
      rows.add(
          List.of(
              text(step, "name"),
              text(step, "state"),
              step.path("attempts").asString("–"),
              step.path("seconds").asString("–"),
              step.path("error").path("why").asString("")));
    }
    output.table(List.of("STEP", "STATE", "TRIES", "SECONDS", ""), rows);
    if (operation.path("error").isObject()) {
      output.say(Problem.ofOperation(operation.path("error")).text());
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("–");
  }
}
