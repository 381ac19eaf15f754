package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.LeftOutJson;
import io.labvm.layers.store.Marks;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code create}, {@code versions} and {@code pin}: documents of the store only. */
final class DesktopCommands {
  private static final Set<String> OPTIONS = Set.of("--store", "--desktop");

  private DesktopCommands() {}

  static Answer create(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words, Set.of("--store", "--base", "--desktop", "--operation"), Set.of("--json"));
    DesktopKey desktop =
        arguments.optional("--desktop").map(Arguments::key).orElseGet(DesktopCommands::newKey);
    Store store = arguments.store();
    BaseId base = store.bases().resolve(arguments.required("--base")).id();
    arguments.requireNothingElse();
    store.desktops().create(desktop, base, arguments.operation());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("desktop", desktop.value());
    json.put("version", 0);
    json.put("base", base.toString());
    return Answer.done(json, "desktop %s, version 0 is base %s".formatted(desktop, base));
  }

  private static DesktopKey newKey() {
    return new DesktopKey(OperationKey.random().value());
  }

  static Answer versions(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of("--json"));
    Store store = arguments.store();
    Versions versions = store.versions(arguments.desktop());
    List<Map<String, Object>> rows = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    boolean unreadable = false;
    for (int number : versions.numbers().reversed()) {
      try {
        Version version = versions.get(number);
        Map<String, Object> row = row(store, versions, version);
        rows.add(row);
        lines.add(line(row) + NotKept.text(version.leftOut()));
      } catch (LayerException e) {
        if (e.error() != LayerError.DAMAGED) {
          throw e;
        }
        unreadable = true;
        rows.add(
            Map.of("version", number, "damaged", true, "error", String.valueOf(e.getMessage())));
        lines.add("%6s  DAMAGED: %s".formatted(number, e.getMessage()));
      }
    }
    arguments.requireNothingElse();
    return new Answer(Map.of("versions", rows), String.join("\n", lines), unreadable ? 2 : 0);
  }

  private static Map<String, Object> row(Store store, Versions versions, Version version)
      throws IOException {
    Marks marks = versions.marks(version.number());
    List<Digest> layers = versions.layers(version);
    long bytes = 0;
    for (Digest layer : layers) {
      bytes += store.layers().exists(layer) ? store.layers().get(layer).summary().imageBytes() : 0;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("version", version.number());
    row.put("time", version.created().toString());
    row.put("trigger", version.trigger());
    String label = versions.label(version);
    row.put("label", label.isEmpty() ? null : label);
    row.put("pinned", marks.pinned());
    row.put("layers", layers.stream().map(Digest::toString).toList());
    row.put("bytes", bytes);
    row.put("verified", marks.verification().map(v -> v.time().toString()).orElse(null));
    row.put("damaged", marks.isDamaged());
    row.put("consistency", version.consistency().code());
    row.put("completeUpTo", version.completeUpTo().toString());
    LeftOutJson.put(row, version.leftOut());
    return row;
  }

  private static String line(Map<String, Object> row) {
    return "%6s  %s  %-10s %14s bytes%s%s%s"
        .formatted(
            row.get("version"),
            row.get("time"),
            row.get("trigger"),
            row.get("bytes"),
            Boolean.TRUE.equals(row.get("pinned")) ? "  pinned" : "",
            Boolean.TRUE.equals(row.get("damaged")) ? "  DAMAGED" : "",
            row.get("label") == null ? "" : "  " + row.get("label"));
  }

  static Answer pin(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of("--off", "--json"));
    int number = arguments.version();
    Versions versions = arguments.store().versions(arguments.desktop());
    boolean pinned = !arguments.has("--off");
    if (pinned) {
      versions.pin(number, OperationKey.random());
    } else {
      versions.unpin(number);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", number);
    json.put("pinned", pinned);
    return Answer.done(json, "version %d is %spinned".formatted(number, pinned ? "" : "not "));
  }
}
