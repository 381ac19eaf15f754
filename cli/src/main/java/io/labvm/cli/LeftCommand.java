package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code labvm left}: changes that stayed on a node when their desktop went on elsewhere. */
final class LeftCommand {
  private final Api api;
  private final Output output;

  LeftCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments) {
    String verb = arguments.word(1, "ls, tree, get, copy-back or discard");
    var desktops = new DesktopCommand(api, output);
    if (verb.equals("ls")) {
      list(api.get(of(desktops.find(arguments, "left"))));
      return;
    }
    String base =
        of(desktops.find(arguments.value("--desktop"), "labvm left " + verb + " … --desktop"))
            + "/"
            + RemoteFiles.encoded(arguments.word(2, "LEFT, as ls shows it,"));
    var files = new RemoteFiles(api, output, arguments.value("--output"));
    switch (verb) {
      case "tree" -> files.tree(base, arguments.optionalWord(3).orElse(""));
      case "get" -> files.get(base, arguments.word(3, "PATH"));
      case "copy-back" ->
          new Follow(api, output)
              .accepted(
                  api.post(
                      base + "/copy-back",
                      Map.of(
                          "path",
                          arguments.word(3, "PATH"),
                          "mode",
                          arguments.has("--replace") ? "replace" : "beside")),
                  arguments.has("--no-wait"));
      case "discard" -> {
        api.delete(base);
        output.say("what was left behind is discarded");
      }
      default -> throw new IllegalArgumentException("left-behind changes know no '" + verb + "'");
    }
  }

  private static String of(JsonNode desktop) {
    return "/api/v1/desktops/" + desktop.path("id").asString() + "/left-behind";
  }

  private void list(JsonNode left) {
    if (output.json()) {
      output.print(left);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode l : left) {
      rows.add(
          List.of(
              l.path("id").asString(),
              l.path("node").asString(),
              l.path("since").asString(),
              l.path("keptUntil").asString(),
              l.path("names").asString() + (l.path("complete").asBoolean(true) ? "" : "+"),
              l.path("bytes").asString() + (l.path("complete").asBoolean(true) ? "" : "+")));
    }
    output.table(List.of("LEFT", "NODE", "SINCE", "KEPT UNTIL", "NAMES", "BYTES"), rows);
  }
}
