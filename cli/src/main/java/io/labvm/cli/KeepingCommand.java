package io.labvm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * {@code labvm version policy|retention}: how often a desktop is backed up by itself, and how long
 * its versions are kept.
 */
final class KeepingCommand {
  static final Set<String> VERBS = Set.of("policy", "retention");

  private static final List<String> RULES = List.of("last", "hourly", "daily", "weekly", "monthly");

  private final Api api;
  private final Output output;

  KeepingCommand(Api api, Output output) {
    this.api = api;
    this.output = output;
  }

  void run(String verb, Arguments arguments) {
    String desktop =
        "/api/v1/desktops/"
            + new DesktopCommand(api, output).find(arguments, "version").path("id").asString();
    if (verb.equals("policy")) {
      policy(desktop + "/backup-policy", arguments);
    } else {
      retention(desktop + "/retention-policy", arguments);
    }
  }

  private void policy(String path, Arguments arguments) {
    JsonNode policy =
        arguments
            .value("--every")
            .map(minutes -> api.put(path, Map.of("everyMinutes", number("--every", minutes))))
            .orElseGet(() -> api.get(path));
    if (output.json()) {
      output.print(policy);
      return;
    }
    JsonNode every = policy.path("everyMinutes");
    output.say(
        every.isNull() || every.isMissingNode()
            ? "backed up as often as the installation wants it"
            : every.asInt() == 0
                ? "never backed up by itself"
                : "backed up every " + every.asInt() + " minutes");
  }

  private void retention(String path, Arguments arguments) {
    Map<String, Object> rules = rules(arguments);
    if (arguments.has("--dry-run")) {
      preview(api.post(path + "/preview", rules));
      return;
    }
    boolean changes = !rules.isEmpty() || arguments.has("--default");
    JsonNode kept = changes ? api.put(path, rules) : api.get(path);
    if (output.json()) {
      output.print(kept);
      return;
    }
    output.say(kept.path("sentence").asString());
    output.say("next pruning  " + kept.path("nextPruningAt").asString("–"));
  }

  private static Map<String, Object> rules(Arguments arguments) {
    var rules = new LinkedHashMap<String, Object>();
    for (String rule : RULES) {
      arguments.value("--" + rule).ifPresent(n -> rules.put(rule, number("--" + rule, n)));
    }
    return rules;
  }

  private void preview(JsonNode plan) {
    if (output.json()) {
      output.print(plan);
      return;
    }
    output.say("would remove  " + numbers(plan.path("removed")));
    output.say("would keep    " + numbers(plan.path("kept")));
    output.say("would free    " + plan.path("bytesFreed").asLong() + " bytes; nothing was changed");
  }

  private static String numbers(JsonNode versions) {
    var all = new StringJoiner(", ").setEmptyValue("none");
    versions.forEach(each -> all.add(each.asString()));
    return all.toString();
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, not " + text, e);
    }
  }
}
