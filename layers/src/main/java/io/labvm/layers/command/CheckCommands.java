package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.store.DataShare;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.ListRebuild;
import io.labvm.layers.store.Statistics;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verification;
import io.labvm.layers.store.Verify;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code verify}, {@code stats} and {@code rebuild-lists}. */
final class CheckCommands {
  private static final Pattern SHARE = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})");

  private CheckCommands() {}

  static Answer verify(List<String> words) throws IOException {
    List<String> spelled =
        words.stream().map(w -> w.equals("--read-data") ? "--read-data=1/1" : w).toList();
    Arguments arguments =
        Arguments.parse(spelled, Set.of("--store", "--desktop", "--read-data"), Set.of("--json"));
    arguments.requireNothingElse();
    DataShare share =
        arguments.optional("--read-data").map(CheckCommands::share).orElse(DataShare.NONE);
    return answer(
        Verify.of(arguments.store(), arguments.optional("--desktop").map(Arguments::key), share));
  }

  private static DataShare share(String text) {
    Matcher m = SHARE.matcher(text);
    if (!m.matches() || Integer.parseInt(m.group(1)) > Integer.parseInt(m.group(2))) {
      throw new UsageException("--read-data takes a part like 1/4, not " + text);
    }
    return new DataShare(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
  }

  static Answer rebuildLists(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(words, Set.of("--store", "--operation"), Set.of("--json"));
    arguments.requireNothingElse();
    return answer(ListRebuild.of(arguments.store(), arguments.operation()));
  }

  private static Answer answer(Verification found) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("checked", found.requireSupported().checked());
    json.put("damaged", found.damaged());
    if (!found.unsupported().isEmpty()) {
      json.put("unsupported", found.unsupported());
    }
    String text =
        "%d checked, %d damaged%s"
            .formatted(
                found.checked(),
                found.damaged().size(),
                found.damaged().isEmpty() ? "" : "\n" + String.join("\n", found.damaged()));
    return new Answer(json, text, found.damaged().isEmpty() ? 0 : LayerCommand.DAMAGED);
  }

  static Answer stats(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, Set.of("--store", "--desktop"), Set.of("--json"));
    arguments.requireNothingElse();
    Optional<DesktopKey> wanted = arguments.optional("--desktop").map(Arguments::key);
    Store store = arguments.store();
    if (wanted.isPresent() && !store.desktops().exists(wanted.get())) {
      throw new LayerException(LayerError.REFUSED, "no desktop " + wanted.get() + " in the store");
    }
    Statistics found = Statistics.of(store);
    List<Map<String, Object>> rows = new ArrayList<>();
    StringBuilder text =
        new StringBuilder(
            "bases %d bytes, layers %d bytes, data %d bytes"
                .formatted(found.bases(), found.layers(), found.data()));
    for (Statistics.VersionBytes version : found.versions()) {
      if (wanted.isEmpty() || wanted.get().equals(version.desktop())) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("desktop", version.desktop().value());
        row.put("version", version.version());
        row.put("bytes", version.bytes());
        row.put("uniqueBytes", version.uniqueBytes());
        rows.add(row);
        text.append(
            "\n%s %d: %d bytes, %d unique"
                .formatted(
                    version.desktop(), version.version(), version.bytes(), version.uniqueBytes()));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bases", found.bases());
    json.put("layers", found.layers());
    json.put("data", found.data());
    json.put("versions", rows);
    json.put("damaged", found.unreadable());
    return new Answer(
        json, text.toString(), found.unreadable().isEmpty() ? 0 : LayerCommand.DAMAGED);
  }
}
