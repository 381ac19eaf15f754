package io.labvm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What {@code labvm version} does with one version, or two; the desktop is an option there. */
final class OneVersion {
  private final Api api;
  private final Output output;
  private final Arguments arguments;

  OneVersion(Api api, Output output, Arguments arguments) {
    this.api = api;
    this.output = output;
    this.arguments = arguments;
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
      case "tree" -> tree(versions + version + "/tree?path=" + path(3));
      case "get" -> get(versions + version);
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
    return encoded(arguments.optionalWord(at).orElse(""));
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  private void tree(String request) {
    var rows = new ArrayList<List<String>>();
    pages(
        request,
        "entries",
        e ->
            rows.add(
                List.of(
                    e.path("type").asString(),
                    e.path("mode").asString(),
                    e.path("uid").asString() + ":" + e.path("gid").asString(),
                    e.path("size").asString(),
                    e.path("mtime").asString(),
                    name(e, "name") + target(e))));
    if (!output.json()) {
      output.table(List.of("TYPE", "MODE", "OWNER", "SIZE", "CHANGED", "NAME"), rows);
    }
  }

  private static String target(JsonNode entry) {
    return entry.has("target") || entry.has("targetBase64") ? " -> " + name(entry, "target") : "";
  }

  private void changes(String request) {
    var rows = new ArrayList<List<String>>();
    pages(
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
                    name(r, "name") + (r.path("type").asString().equals("directory") ? "/" : ""))));
    if (!output.json()) {
      output.table(List.of("CHANGE", "ADDED", "CHANGED", "REMOVED", "BYTES", "NAME"), rows);
    }
  }

  private interface Row {
    void accept(JsonNode row);
  }

  /** All pages of a list: a line of JSON each, or each row of all of them. */
  private void pages(String request, String field, Row user) {
    String after = "";
    do {
      JsonNode page = api.get(request + (after.isEmpty() ? "" : "&after=" + after));
      if (output.json()) {
        output.print(page);
      } else {
        page.path(field).forEach(user::accept);
      }
      after = page.path("next").asString("");
    } while (!after.isEmpty());
  }

  /** Names are a member's: nothing in them reaches the terminal as a command. */
  private static String name(JsonNode row, String field) {
    String text =
        row.has(field)
            ? row.path(field).asString()
            : new String(
                Base64.getDecoder().decode(row.path(field + "Base64").asString("")),
                StandardCharsets.ISO_8859_1);
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
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

  /** A file as it is, anything else as a tar archive; into a new file or to the output. */
  private void get(String version) {
    String path = arguments.word(3, "PATH");
    try {
      fetch(version + "/file?path=" + encoded(path), saved(path, true));
    } catch (Problem problem) {
      if (!problem.is("not-a-file")) {
        throw problem;
      }
      fetch(version + "/archive?path=" + encoded(path), saved(path, false));
    }
  }

  private void fetch(String request, String name) {
    Path target = Path.of(arguments.value("--output").orElse(name));
    try {
      if (target.toString().equals("-")) {
        var ignored = api.copy(request, output.out());
        output.out().flush();
      } else {
        output.messages().println(copy(request, target) + " bytes in " + target);
      }
    } catch (FileAlreadyExistsException e) {
      throw new Problem(target + " is there already", "nothing is overwritten", "Give --output");
    } catch (IOException e) {
      throw new Problem(
          target + " was not written",
          String.valueOf(e.getMessage()),
          "What came of it is removed; try again");
    }
  }

  private long copy(String request, Path target) throws IOException {
    boolean whole = false;
    OutputStream file = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW);
    try (OutputStream out = new BufferedOutputStream(file)) {
      long bytes = api.copy(request, out);
      out.flush();
      whole = true;
      return bytes;
    } finally {
      if (!whole) {
        boolean ignored = Files.deleteIfExists(target);
      }
    }
  }

  private static String saved(String path, boolean file) {
    Path last = Path.of("/" + path).normalize().getFileName();
    String name = last == null ? "root" : last.toString();
    return file ? name : name + ".tar";
  }
}
