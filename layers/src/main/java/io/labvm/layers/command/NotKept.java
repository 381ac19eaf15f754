package io.labvm.layers.command;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has no form in a layer, as every command that meets it tells of it. */
final class NotKept {
  private NotKept() {}

  /** {@code notKept} = counts by code; left out when everything was kept. */
  static void put(Map<String, Object> json, Map<String, Long> notKept) {
    if (!notKept.isEmpty()) {
      json.put("notKept", new TreeMap<>(notKept));
    }
  }

  /** The end of a sentence; empty when everything was kept. */
  static String text(Map<String, Long> notKept) {
    return notKept.isEmpty()
        ? ""
        : ", not kept: "
            + new TreeMap<>(notKept)
                .entrySet().stream()
                    .map(e -> e.getKey() + " x " + e.getValue())
                    .collect(Collectors.joining(", "));
  }
}
