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
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Lists folders and copies files that the portal reads somewhere else. */
final class RemoteFiles {
  private final Api api;
  private final Output output;
  private final Optional<String> wanted;

  /**
   * @param wanted the file to be made, {@code -} for the output; empty for one of the same name
   */
  RemoteFiles(Api api, Output output, Optional<String> wanted) {
    this.api = api;
    this.output = output;
    this.wanted = wanted;
  }

  static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  /**
   * Lists a folder.
   *
   * @param base of what holds it
   */
  void tree(String base, String path) {
    var rows = new ArrayList<List<String>>();
    pages(
        base + "/tree?path=" + encoded(path),
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

  interface Row {
    void accept(JsonNode row);
  }

  /** All pages of a list: a line of JSON each, or each row of all of them. */
  void pages(String request, String field, Row user) {
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
  static String name(JsonNode row, String field) {
    String text =
        row.has(field)
            ? row.path(field).asString()
            : new String(
                Base64.getDecoder().decode(row.path(field + "Base64").asString("")),
                StandardCharsets.ISO_8859_1);
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  /** A file as it is, anything else as a tar archive; into a new file or to the output. */
  void get(String base, String path) {
    try {
      fetch(base + "/file?path=" + encoded(path), saved(path, true));
    } catch (Problem problem) {
      if (!problem.is("not-a-file")) {
        throw problem;
      }
      fetch(base + "/archive?path=" + encoded(path), saved(path, false));
    }
  }

  private void fetch(String request, String name) {
    Path target = Path.of(wanted.orElse(name));
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
