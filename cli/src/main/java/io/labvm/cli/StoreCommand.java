package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm store}: room and upkeep of the store, for admins. */
final class StoreCommand {
  private static final String STORAGE = "/api/v1/admin/storage";

  private final Api api;
  private final Output output;

  StoreCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.word(1, "stats or maintenance");
    switch (verb) {
      case "stats" -> stats(api.get(STORAGE));
      case "maintenance" -> maintenance(arguments);
      default -> throw new IllegalArgumentException("the store knows no '" + verb + "'");
    }
  }

  private void stats(JsonNode store) {
    if (output.json()) {
      output.print(store);
      return;
    }
    JsonNode room = store.path("room");
    var figures = new ArrayList<List<String>>();
    for (String name :
        List.of(
            "fileSystem",
            "totalBytes",
            "freeBytes",
            "baseBytes",
            "layerBytes",
            "dataBytes",
            "measuredAt")) {
      figures.add(List.of(name, room.path(name).asString("–")));
    }
    figures.add(List.of("daysLeft", store.path("daysLeft").asString("–")));
    output.table(List.of("STORE", ""), figures);
    var rows = new ArrayList<List<String>>();
    for (JsonNode d : store.path("desktops")) {
      rows.add(
          List.of(
              d.path("desktop").asString(),
              d.path("owner").asString("–"),
              d.path("versions").asString(),
              d.path("bytes").asString(),
              d.path("uniqueBytes").asString()));
    }
    output.table(List.of("DESKTOP", "OWNER", "VERSIONS", "BYTES", "UNIQUE"), rows);
    damaged(store.path("damaged"));
  }

  private void damaged(JsonNode versions) {
    var rows = new ArrayList<List<String>>();
    for (JsonNode v : versions) {
      rows.add(
          List.of(
              v.path("desktop").asString(),
              v.path("owner").asString("–"),
              v.path("version").asString(),
              v.path("damage").asString()));
    }
    if (!rows.isEmpty()) {
      output.table(List.of("DAMAGED IN", "OWNER", "VERSION", "FOUND"), rows);
    }
  }

  private void maintenance(Arguments arguments) {
    if (arguments.optionalWord(2).filter("run"::equals).isPresent()) {
      String kind = arguments.word(3, "prune, fold, verify, rebuild or measure");
      output.print(api.post(STORAGE + "/maintenance/" + kind, Map.of()));
      return;
    }
    JsonNode kinds = api.get(STORAGE + "/maintenance");
    if (output.json()) {
      output.print(kinds);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode kind : kinds) {
      JsonNode last = kind.path("runs").path(0);
      rows.add(
          List.of(
              kind.path("kind").asString(),
              kind.path("nextAt").asString("–"),
              last.path("state").asString("–"),
              last.path("done").asString("–") + "/" + last.path("total").asString("–"),
              last.path("damaged").asString("–"),
              last.path("endedAt").asString("–")));
    }
    output.table(List.of("KIND", "NEXT", "LAST", "DESKTOPS", "FINDINGS", "ENDED"), rows);
  }
}
