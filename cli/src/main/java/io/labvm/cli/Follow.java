package io.labvm.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Waits for an operation and tells its steps as they end. */
final class Follow {
  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final List<String> OPEN = List.of("queued", "waiting", "running");

  private final Api api;
  private final Output output;

  Follow(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  /** Takes the answer to a command; without waiting only its operation is told. */
  void accepted(JsonNode accepted, boolean noWait) {
    String operation = accepted.path("operation").asString();
    if (noWait) {
      if (output.json()) {
        output.print(accepted);
      }
      output.say("Accepted as operation " + operation);
      return;
    }
    JsonNode ended = await(operation);
    if (output.json()) {
      output.print(ended);
    }
    if (!ended.path("state").asString().equals("succeeded")) {
      throw Problem.ofOperation(ended.path("error"));
    }
    output.say("Done");
  }

  private JsonNode await(String operation) {
    Set<String> told = new HashSet<>();
    while (true) {
      JsonNode now = api.get("/api/v1/operations/" + operation);
      now.path("steps").forEach(step -> tell(step, told));
      if (!OPEN.contains(now.path("state").asString())) {
        return now;
      }
      pause();
    }
  }

  private void tell(JsonNode step, Set<String> told) {
    String state = step.path("state").asString();
    String line = step.path("name").asString() + " " + state;
    if (!state.equals("pending") && told.add(line)) {
      String seconds =
          step.path("seconds").isNumber() ? " (" + step.path("seconds").asDouble() + " s)" : "";
      String why = step.path("error").path("why").asString("");
      output.messages().println("  " + line + seconds + (why.isEmpty() ? "" : ": " + why));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted", "the operation goes on", "labvm ops");
    }
  }
}
