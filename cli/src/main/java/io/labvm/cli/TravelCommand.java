package io.labvm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code labvm version restore|fork|copy-back}: going back to versions of desktops. */
final class TravelCommand {
  static final Set<String> VERBS = Set.of("restore", "fork", "copy-back");

  private final Api api;
  private final Output output;

  TravelCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(String verb, Arguments arguments) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("version", number(arguments.word(2, "the number of a version")));
    switch (verb) {
      case "fork" -> arguments.value("--name").ifPresent(name -> wanted.put("name", name));
      case "copy-back" -> {
        wanted.put("path", arguments.word(3, "the path to copy back"));
        wanted.put("mode", arguments.has("--replace") ? "replace" : "beside");
      }
      default -> {}
    }
    String desktop =
        new DesktopCommand(api, output)
            .find(arguments.value("--desktop"), "labvm version " + verb + " VERSION --desktop")
            .path("id")
            .asString();
    new Follow(api, output)
        .accepted(
            api.post("/api/v1/desktops/" + desktop + "/" + verb, wanted),
            arguments.has("--no-wait"));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not the number of a version: " + text, e);
    }
  }
}
