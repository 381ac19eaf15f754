package io.labvm.layers.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        throw new UsageException("unknown option or missing value: " + word);
      }
    }
    return parsed;
  }

  String required(String option) {
    String value = values.get(option);
    if (value == null || value.isEmpty()) {
      throw new UsageException("missing " + option);
    }
    return value;
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  /** The words beside the options, of which there must be exactly so many. */
  List<String> rest(int count) {
    if (rest.size() != count) {
      throw new UsageException("expected " + count + " argument(s), got " + rest.size());
    }
    return rest;
  }
}
