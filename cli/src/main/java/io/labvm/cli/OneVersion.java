package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What {@code labvm version} does with one version, or two; the desktop is an option there. */
final class OneVersion {
  private final Api api;
  private final Output output;
  private final Arguments arguments;
  private final RemoteFiles files;

  OneVersion(Api api, Output output, Arguments arguments) {
    this.api = api;
    this.output = output;
    this.arguments = arguments;
    this.files = new RemoteFiles(api, output, arguments.value("--output"));
  }

  void run(String verb) {
    String version = number(2);
    String versions =
        "/api/v1/desktops/"
            + new DesktopCommand(api, output)
                .find(arguments.value("--desktop"), "labvm version " + verb + " … --desktop")
                .path("id")
                .asString()
            + "/versions/";
    switch (verb) {
      case "tree" -> files.tree(versions + version, arguments.optionalWord(3).orElse(""));
      case "get" -> files.get(versions + version, arguments.word(3, "PATH"));
      case "diff" -> changes(versions + version + "/diff/" + number(3) + "?path=" + path(4));
      case "packages" -> packages(versions + version + "/diff/" + number(3) + "/packages");
      case "label" ->
          note(versions + version, Map.of("label", arguments.word(3, "LABEL (\"\" for none)")));
      case "pin" -> note(versions + version, Map.of("pinned", true));
      case "unpin" -> note(versions + version, Map.of("pinned", false));
      case "delete" -> {
        api.delete(versions + version);
        output.say("version " + version + " is deleted");
      }
      default -> throw new IllegalArgumentException("versions know no '" + verb + "'");
    }
  }

  private String number(int at) {
    String word = arguments.word(at, "VERSION");
    if (!word.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("not a version: " + word);
    }
    return word;
  }

  private String path(int at) {
    return RemoteFiles.encoded(arguments.optionalWord(at).orElse(""));
  }

  private void changes(String request) {
    var rows = new ArrayList<List<String>>();
    files.pages(
        request,
        "rows",
        r ->
            rows.add(
                List.of(
                    r.path("change").asString(),
                    r.path("added").asString(),
                    r.path("changed").asString(),
                    r.path("removed").asString(),
                    r.path("bytes").asString() + (r.path("complete").asBoolean(true) ? "" : "+"),
                    RemoteFiles.name(r, "name")
                        + (r.path("type").asString().equals("directory") ? "/" : ""))));
    if (!output.json()) {
      output.table(List.of("CHANGE", "ADDED", "CHANGED", "REMOVED", "BYTES", "NAME"), rows);
    }
  }

  private void packages(String request) {
    JsonNode answer = api.get(request);
    if (output.json()) {
      output.print(answer);
      return;
    }
    var rows = new ArrayList<List<String>>();
    for (JsonNode row : answer.path("rows")) {
      rows.add(
          List.of(
              row.path("name").asString(),
              row.path("before").asString("–"),
              row.path("after").asString("–")));
    }
    output.table(List.of("PACKAGE", "BEFORE", "AFTER"), rows);
  }

  private void note(String version, Map<String, ?> note) {
    JsonNode answer = api.patch(version, note);
    if (output.json()) {
      output.print(answer);
      return;
    }
    output.say(
        "version %s: label \"%s\", %s"
            .formatted(
                answer.path("version").asString(),
                answer.path("label").asString().replaceAll("[\\p{Cc}\\p{Cf}]", "?"),
                answer.path("pinned").asBoolean(false) ? "pinned" : "not pinned"));
  }
}
