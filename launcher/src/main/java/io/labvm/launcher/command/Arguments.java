package io.labvm.launcher.command;

import io.labvm.launcher.shell.UserError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line taken apart: options with a value, switches, and the words between them. */
public final class Arguments {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> switches = new HashSet<>();
  private final List<String> words = new ArrayList<>();

  private Arguments() {}

  /**
   * Takes a command line apart.
   *
   * @param valued options that need a value ({@code --x V} or {@code --x=V})
   * @param plain options without one
   */
  public static Arguments parse(List<String> line, Set<String> valued, Set<String> plain) {
    var arguments = new Arguments();
    Deque<String> rest = new ArrayDeque<>(line);
    while (!rest.isEmpty()) {
      arguments.take(rest.removeFirst(), rest, valued, plain);
    }
    return arguments;
  }

  private void take(String word, Deque<String> rest, Set<String> valued, Set<String> plain) {
    int equals = word.indexOf('=');
    String name = equals > 0 ? word.substring(0, equals) : word;
    if (plain.contains(word)) {
      switches.add(word);
    } else if (valued.contains(name)) {
      if (equals < 0 && rest.isEmpty()) {
        throw UserError.usage(name + " needs a value");
      }
      values.put(name, equals > 0 ? word.substring(equals + 1) : rest.removeFirst());
    } else if (word.startsWith("-") && word.length() > 1) {
      throw UserError.usage("Unknown option " + word);
    } else {
      words.add(word);
    }
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  boolean has(String option) {
    return switches.contains(option);
  }

  List<String> words() {
    return words;
  }

  void noWords() {
    if (!words.isEmpty()) {
      throw UserError.usage("Unexpected '" + words.getFirst() + "'");
    }
  }
}
