package io.labvm.layers.command;

import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** The words of one command line: options with values, flags, and the rest in order. */
final class Arguments {
  private final Map<String, String> values = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  /**
   * @param options that take a value
   * @param flags that take none
   */
  static Arguments parse(List<String> words, Set<String> options, Set<String> flags) {
    Arguments parsed = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (word.equals("--")) {
        parsed.rest.addAll(words.subList(i + 1, words.size()));
        break;
      } else if (!word.startsWith("--")) {
        parsed.rest.add(word);
      } else if (flags.contains(word)) {
        parsed.values.put(word, "");
      } else if (options.contains(name) && equals >= 0) {
        parsed.values.put(name, word.substring(equals + 1));
      } else if (options.contains(word) && i + 1 < words.size()) {
        parsed.values.put(word, words.get(++i));
      } else {
        throw new UsageException(problem(word, name, options, flags));
      }
    }
    return parsed;
  }

  private static String problem(String word, String name, Set<String> options, Set<String> flags) {
    if (flags.contains(name)) {
      return name + " takes no value";
    }
    return options.contains(word) ? "missing value of " + word : "unknown option " + name;
  }

  String required(String option) {
    String value = values.get(option);
    if (value == null || value.isEmpty()) {
      throw new UsageException("missing " + option);
    }
    return value;
  }

  Optional<String> optional(String option) {
    return Optional.ofNullable(values.get(option)).filter(value -> !value.isEmpty());
  }

  /** The value as a whole number from 0 on. */
  OptionalInt number(String option) {
    return values.containsKey(option)
        ? OptionalInt.of(number(option, required(option)))
        : OptionalInt.empty();
  }

  static int number(String what, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new UsageException("not a number for " + what + ": " + text);
    }
    return Integer.parseInt(text);
  }

  Store store() throws IOException {
    return Store.open(Path.of(required("--store")));
  }

  DesktopKey desktop() {
    return key(required("--desktop"));
  }

  /** The operation's id: a caller that repeats a command gives the same one. */
  OperationKey operation() {
    try {
      return optional("--operation").map(OperationKey::new).orElseGet(OperationKey::random);
    } catch (IllegalArgumentException e) {
      throw new UsageException("not the id of an operation: " + values.get("--operation"));
    }
  }

  String label() {
    String label = optional("--label").orElse("");
    if (label.length() > 500) {
      throw new UsageException(
          "--label has " + label.length() + " characters, at most 500 are kept");
    }
    return label;
  }

  static DesktopKey key(String id) {
    try {
      return new DesktopKey(id);
    } catch (IllegalArgumentException e) {
      throw new UsageException("not the id of a desktop: " + id);
    }
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  /** Refuses words beside the options. */
  void requireNothingElse() {
    if (!rest.isEmpty()) {
      throw new UsageException("unexpected argument: " + rest.getFirst());
    }
  }

  int restSize() {
    return rest.size();
  }

  /** The words beside the options: exactly these. */
  List<String> rest(String... names) {
    return rest(names.length, names);
  }

  /** The words beside the options: these, of which only so many must be there. */
  List<String> rest(int least, String... names) {
    if (rest.size() < least) {
      String missing = String.join(" ", List.of(names).subList(rest.size(), names.length));
      throw new UsageException("missing " + missing);
    }
    if (rest.size() > names.length) {
      throw new UsageException("unexpected argument: " + rest.get(names.length));
    }
    return rest;
  }

  /** The first word beside the options, after their number was checked. */
  String first() {
    return rest.getFirst();
  }

  /** The number of a version, the only word beside the options. */
  int version() {
    return number("V", rest("V").getFirst());
  }

  /** The names that a list of an option holds, each of them known. */
  Set<String> names(String option, Set<String> known) {
    Set<String> names = new TreeSet<>();
    for (String name : optional(option).map(list -> list.split(",", -1)).orElse(new String[0])) {
      if (!known.contains(name)) {
        throw new UsageException(
            "unknown in %s: '%s'; known are %s"
                .formatted(option, name, String.join(",", new TreeSet<>(known))));
      }
      names.add(name);
    }
    return names;
  }
}
