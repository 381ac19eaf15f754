package io.labvm.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line taken apart: words, options with a value, switches. */
final class Arguments {
  private static final Set<String> VALUED =
      Set.of(
          "--portal",
          "--cacert",
          "--desktop",
          "--output",
          "--mail",
          "--name",
          "--phone",
          "--base",
          "--node",
          "--at",
          "--at-once",
          "--until",
          "--hours",
          "--every",
          "--last",
          "--hourly",
          "--daily",
          "--weekly",
          "--monthly",
          "--cpus",
          "--memory",
          "--tasks",
          "--shm",
          "--language");
  private static final Set<String> PLAIN =
      Set.of(
          "--json",
          "--no-wait",
          "--all",
          "--replace",
          "--when-idle",
          "--cancel",
          "--default",
          "--dry-run");

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> switches = new HashSet<>();

  private Arguments() {}

  static Arguments parse(List<String> line) {
    var arguments = new Arguments();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (PLAIN.contains(word)) {
        arguments.switches.add(word);
      } else if (VALUED.contains(word)) {
        if (++i == line.size()) {
          throw new IllegalArgumentException(word + " needs a value");
        }
        arguments.values.put(word, line.get(i));
      } else if (word.startsWith("-")) {
        throw new IllegalArgumentException("unknown option " + word);
      } else {
        arguments.words.add(word);
      }
    }
    return arguments;
  }

  /** A word by its place; complains by the name of what is missing. */
  String word(int at, String what) {
    if (at >= words.size()) {
      throw new IllegalArgumentException(what + " is missing");
    }
    return words.get(at);
  }

  Optional<String> optionalWord(int at) {
    return at < words.size() ? Optional.of(words.get(at)) : Optional.empty();
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  boolean has(String option) {
    return switches.contains(option);
  }
}
