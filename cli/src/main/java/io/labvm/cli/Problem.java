package io.labvm.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Something that was not done, told in up to four parts: what, why, how things stand, what to do.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> lines;
  private final String code;

  Problem(String what, String why, String todo) {
    this(List.of(what + ": " + why, todo));
  }

  private Problem(List<String> lines) {
    this(lines, "");
  }

  private Problem(List<String> lines, String code) {
    super(String.join(" ", lines));
    this.lines = List.copyOf(lines);
    this.code = code;
  }

  /** From {@code application/problem+json}. */
  static Problem of(int status, JsonNode body) {
    var lines = new ArrayList<String>();
    String title = body.path("title").asString("The portal refused");
    String code = body.path("code").asString(Integer.toString(status));
    lines.add(title + " (" + code + ")");
    lines.add(body.path("detail").asString(""));
    for (JsonNode error : body.path("errors")) {
      lines.add(error.path("field").asString("") + ": " + error.path("message").asString(""));
    }
    return new Problem(lines, code);
  }

  /** From the error of an operation or a step. */
  static Problem ofOperation(JsonNode error) {
    var lines = new ArrayList<String>();
    String step = error.path("step").asString("");
    lines.add(
        error.path("what").asString("Not done") + (step.isEmpty() ? "" : " (step " + step + ")"));
    for (String part : List.of("why", "standing", "todo")) {
      lines.add(error.path(part).asString(""));
    }
    return new Problem(lines);
  }

  /** Whether the portal refused for this reason. */
  boolean is(String wanted) {
    return code.equals(wanted);
  }

  String text() {
    var text = new StringBuilder();
    for (String line : lines) {
      if (!line.isBlank()) {
        text.append(text.isEmpty() ? "labvm: " : "  ").append(line).append('\n');
      }
    }
    return text.toString();
  }
}
