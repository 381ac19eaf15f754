package io.labvm.layers.command;

import io.labvm.layers.delta.LeftOut;
import io.labvm.linux.Names;
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

  /** The same for a version, with the first few names. */
  static String text(LeftOut leftOut) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(leftOut.byCode())
        .forEach(
            (code, names) -> {
              text.append(", left out: %s x %d (".formatted(code, names.count()));
              text.append(
                  names.first().stream()
                      .map(name -> Names.printable(name.bytes()) + (name.isCut() ? "…" : ""))
                      .collect(Collectors.joining(", ")));
              text.append(names.count() > names.first().size() ? ", …)" : ")");
            });
    return text.toString();
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
