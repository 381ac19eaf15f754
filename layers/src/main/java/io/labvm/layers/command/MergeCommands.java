package io.labvm.layers.command;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.store.Folded;
import io.labvm.layers.store.Folds;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code seal} and {@code fold}. */
final class MergeCommands {
  private MergeCommands() {}

  static Answer seal(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words, Set.of("--store", "--desktop", "--label", "--operation"), Set.of("--json"));
    arguments.requireNothingElse();
    SealRequest request =
        new SealRequest(
            arguments.desktop(),
            Optional.empty(),
            arguments.label(),
            "manual",
            arguments.operation());
    Sealed sealed = arguments.store().seals().seal(request);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", sealed.version());
    json.put("layer", sealed.layer().map(Digest::toString).orElse(null));
    json.put("created", sealed.created());
    json.put("entries", sealed.entries());
    json.put("bytes", sealed.bytes());
    NotKept.put(json, sealed.notKept());
    json.put("seconds", sealed.seconds());
    return Answer.done(
        json,
        sealed.created()
            ? "version %d, layer %s: %d entries, %d bytes%s; %s"
                .formatted(
                    sealed.version(),
                    sealed.layer().map(Digest::toString).orElse("none"),
                    sealed.entries(),
                    sealed.bytes(),
                    NotKept.text(sealed.notKept()),
                    phases(sealed.seconds()))
            : "nothing staged; version %d is current".formatted(sealed.version()));
  }

  private static String phases(Map<String, Double> seconds) {
    return seconds.isEmpty()
        ? "done by an earlier attempt"
        : seconds.entrySet().stream()
            .map(phase -> "%s %.3f s".formatted(phase.getKey(), phase.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static Folded between(Folds folds, int from, int to, OperationKey operation)
      throws IOException {
    try {
      return folds.between(from, to, operation);
    } catch (LayerException e) {
      throw Messages.advised(
          e, "versions --json lists the layers of each; those of V1 must be the lower ones of V2");
    }
  }

  static Answer fold(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of("--store", "--desktop", "--from", "--to", "--operation"),
            Set.of("--auto", "--json"));
    arguments.requireNothingElse();
    OptionalInt from = arguments.number("--from");
    OptionalInt to = arguments.number("--to");
    if (from.isPresent() != to.isPresent() || from.isPresent() == arguments.has("--auto")) {
      throw new UsageException("missing --from V1 --to V2, or --auto alone");
    }
    Folds folds = arguments.store().folds(arguments.desktop());
    OperationKey operation = arguments.operation();
    Folded folded =
        from.isPresent()
            ? between(folds, from.getAsInt(), to.getAsInt(), operation)
            : folds.auto(operation);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", folded.layer().map(Digest::toString).orElse(null));
    json.put("equals", folded.layers().stream().map(Digest::toString).toList());
    json.put("created", folded.created());
    json.put("stack", folded.stack());
    json.put("seconds", folded.seconds());
    return Answer.done(
        json,
        folded.layer().isPresent()
            ? "layer %s stands for %d layers; the newest version mounts %d"
                .formatted(folded.layer().get(), folded.layers().size(), folded.stack())
            : "nothing to fold; the newest version mounts " + folded.stack() + " layers");
  }
}
