package io.labvm.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code labvm desktop switch}: now, later, or not after all. */
final class SwitchCommand {
  private static final String IDLE =
      "begins when nobody has been connected and all has rested for ten minutes";

  private final Api api;
  private final Output output;

  SwitchCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(Arguments arguments, String desktop) {
    String path = "/api/v1/desktops/" + desktop;
    if (arguments.has("--cancel")) {
      api.delete(path + "/planned-switch");
      output.say("The planned switch will not happen");
      return;
    }
    Optional<String> at = arguments.value("--at");
    boolean idle = arguments.has("--when-idle");
    if (at.isPresent() && idle) {
      throw new IllegalArgumentException("--at and --when-idle are two different plans");
    }
    Map<String, String> wanted = new HashMap<>();
    wanted.put("node", arguments.value("--node").orElse("automatic"));
    wanted.put("when", idle ? "whenIdle" : at.isPresent() ? "at" : "now");
    at.ifPresent(time -> wanted.put("at", time));
    JsonNode answer = api.post(path + "/switch", wanted);
    if (wanted.get("when").equals("now")) {
      new Follow(api, output).accepted(answer, arguments.has("--no-wait"));
    } else {
      planned(answer);
    }
  }

  private void planned(JsonNode plan) {
    if (output.json()) {
      output.print(plan);
      return;
    }
    String when = plan.path("at").isNull() ? IDLE : "begins at " + plan.path("at").asString();
    output.say("The switch " + when + "; --cancel gives it up");
  }
}
