package io.labvm.layers.command;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.mount.MountedUppers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Prune;
import io.labvm.layers.store.Pruned;
import io.labvm.layers.store.Retention;
import io.labvm.layers.store.Version;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code restore}, {@code fork}, {@code delete} and {@code prune}. */
final class LineCommands {
  private LineCommands() {}

  static Answer restore(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of("--store", "--desktop", "--operation"),
            Set.of("--discard-staged", "--json"));
    int number = arguments.version();
    DesktopKey desktop = arguments.desktop();
    MountedUppers.requireNone(arguments.store(), desktop);
    Version made =
        arguments
            .store()
            .lines(desktop)
            .restore(
                number,
                arguments.has("--discard-staged") ? Lines.Staged.DISCARD : Lines.Staged.KEEP,
                arguments.operation());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", made.number());
    json.put("restored", number);
    return Answer.done(json, "version %d shows version %d".formatted(made.number(), number));
  }

  static Answer fork(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words, Set.of("--store", "--desktop", "--as", "--operation"), Set.of("--json"));
    int number = arguments.version();
    DesktopKey made =
        arguments
            .optional("--as")
            .map(Arguments::key)
            .orElseGet(() -> new DesktopKey(OperationKey.random().value()));
    arguments.store().lines(arguments.desktop()).fork(number, made, arguments.operation());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("desktop", made.value());
    json.put("version", 0);
    return Answer.done(json, "desktop %s, version 0 shows version %d".formatted(made, number));
  }

  static Answer delete(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(words, Set.of("--store", "--desktop", "--operation"), Set.of("--json"));
    int number = arguments.version();
    try {
      arguments.store().lines(arguments.desktop()).delete(number, arguments.operation());
    } catch (LayerException e) {
      throw Messages.advised(
          e,
          "it can go once a newer version is there, no upper stands on it, and pin --off let it go");
    }
    return Answer.done(
        Map.of("version", number, "deleted", true), "version " + number + " is removed");
  }

  static Answer prune(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of(
                "--store",
                "--desktop",
                "--operation",
                "--keep-last",
                "--keep-hourly",
                "--keep-daily",
                "--keep-weekly",
                "--keep-monthly"),
            Set.of("--dry-run", "--now", "--json"));
    arguments.requireNothingElse();
    Retention rules =
        new Retention(
            arguments.number("--keep-last").orElse(0),
            arguments.number("--keep-hourly").orElse(0),
            arguments.number("--keep-daily").orElse(0),
            arguments.number("--keep-weekly").orElse(0),
            arguments.number("--keep-monthly").orElse(0));
    if (rules.isEmpty()) {
      throw new UsageException("at least one --keep-... above 0");
    }
    Prune prune = arguments.store().prune(arguments.desktop());
    boolean dry = arguments.has("--dry-run");
    Pruned pruned =
        dry
            ? prune.plan(rules)
            : prune.run(
                rules,
                arguments.has("--now") ? Prune.Waits.NOW : Prune.Waits.SAFE,
                arguments.operation());
    return answer(pruned, dry);
  }

  private static Answer answer(Pruned pruned, boolean dry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", dry);
    json.put("removed", pruned.removed());
    json.put("kept", pruned.kept());
    json.put("layers", pruned.layers().stream().map(Digest::toString).toList());
    json.put("data", pruned.data().stream().map(Digest::toString).toList());
    json.put("waiting", pruned.waiting());
    json.put("leftBehind", pruned.leftBehind());
    json.put("freed", pruned.freed());
    json.put("damaged", pruned.damaged());
    String text =
        "%s %s, kept %s; %d layers and %d data files to the trash, %d waiting, %d bytes freed%s"
            .formatted(
                dry ? "would remove" : "removed",
                pruned.removed(),
                pruned.kept(),
                pruned.layers().size(),
                pruned.data().size(),
                pruned.waiting(),
                pruned.freed(),
                pruned.damaged().isEmpty() ? "" : "\n" + String.join("\n", pruned.damaged()));
    return new Answer(json, text, pruned.damaged().isEmpty() ? 0 : LayerCommand.DAMAGED);
  }
}
