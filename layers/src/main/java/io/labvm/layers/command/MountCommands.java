package io.labvm.layers.command;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.mount.DesktopMount;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.MountedDesktop;
import io.labvm.layers.mount.OverlaySupport;
import io.labvm.layers.mount.OwnDirectory;
import io.labvm.layers.mount.StateDirectory;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code mount}, {@code view} and {@code unmount}. */
final class MountCommands {
  private MountCommands() {}

  static Answer mount(List<String> words, PrintStream err) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of(
                "--store",
                "--desktop",
                "--state",
                "--at",
                "--cache",
                "--node",
                "--without",
                "--operation"),
            Set.of("--json"));
    StateDirectory state = StateDirectory.of(Path.of(arguments.required("--state")));
    Path at = directory(arguments.required("--at"));
    Path cache = arguments.optional("--cache").map(Path::of).orElse(state.images());
    arguments.requireNothingElse();
    Store store = arguments.store();
    DesktopKey desktop = arguments.desktop();
    // What cannot be mounted leaves nothing here.
    List<Integer> ignored = store.versions(desktop).numbers();
    DesktopMount.requireFit(state);
    MountFeatures features = features(arguments, state.images().resolve("probe"), err);
    MountedDesktop mounted =
        new DesktopMount(store, desktop, state, features)
            .mount(at, cache, node(arguments), arguments.operation());
    return answer(desktop, mounted);
  }

  private static Answer answer(DesktopKey desktop, MountedDesktop mounted) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("desktop", desktop.value());
    json.put("epoch", mounted.epoch());
    json.put("at", mounted.at().toString());
    json.put("version", mounted.version());
    json.put("upper", mounted.upperId());
    json.put("leftBehind", mounted.leftBehind().orElse(null));
    String aside =
        mounted
            .leftBehind()
            .map(id -> "\nanother holder took an epoch: upper " + id + " is now in left-behind/")
            .orElse("");
    return Answer.done(
        json,
        "%s at %s, epoch %d, on version %d%s"
            .formatted(desktop, mounted.at(), mounted.epoch(), mounted.version(), aside));
  }

  static Answer view(List<String> words, PrintStream err) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of("--store", "--desktop", "--version", "--at", "--cache", "--without"),
            Set.of("--json"));
    Path at = directory(arguments.required("--at"));
    arguments.requireNothingElse();
    Store store = arguments.store();
    DesktopKey desktop = arguments.desktop();
    Versions versions = store.versions(desktop);
    var number = arguments.number("--version");
    Version version = number.isPresent() ? versions.get(number.getAsInt()) : versions.newest();
    Path scratch = OwnDirectory.create();
    MountFeatures features;
    try {
      features = features(arguments, scratch.resolve("probe"), err);
    } finally {
      Durable.remove(scratch);
    }
    new ViewMount(store, features)
        .mount(
            store.stacks(desktop).shortest(version),
            at,
            arguments.optional("--cache").map(Path::of));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("desktop", desktop.value());
    json.put("version", version.number());
    json.put("at", at.toRealPath().toString());
    return Answer.done(json, "version %d of %s at %s".formatted(version.number(), desktop, at));
  }

  static Answer unmount(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, Set.of("--at"), Set.of("--json"));
    Path at = Path.of(arguments.required("--at"));
    arguments.requireNothingElse();
    boolean mounted = Unmount.at(at);
    return Answer.done(
        Map.of("at", at.toString(), "mounted", mounted),
        mounted ? "unmounted " + at : "nothing was mounted at " + at);
  }

  private static Path directory(String text) throws IOException {
    Path at = Path.of(text).toAbsolutePath();
    if (!Files.exists(at)) {
      throw new NoSuchFileException(text);
    }
    if (!Files.isDirectory(at)) {
      throw new NotDirectoryException(text);
    }
    return at;
  }

  /** What the kernel can do, less what the caller forbids. */
  private static MountFeatures features(Arguments arguments, Path scratch, PrintStream err)
      throws IOException {
    Set<String> without =
        arguments.names(
            "--without", Set.of("new-mount-api", "file-backed-images", "device-tables"));
    MountFeatures allowed =
        new MountFeatures(
            !without.contains("new-mount-api"),
            !without.contains("file-backed-images"),
            !without.contains("device-tables"));
    MountFeatures found = OverlaySupport.probe(scratch, allowed);
    if (!without.isEmpty()) {
      err.println("forced off: " + String.join(", ", without) + "; used: " + found.inWords());
    }
    return found;
  }

  private static String node(Arguments arguments) {
    String wanted = arguments.optional("--node").orElseGet(MountCommands::hostName);
    String id = wanted.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    String trimmed = id.substring(0, Math.min(id.length(), 63)).replaceAll("^-+", "");
    return trimmed.isEmpty() ? "local" : trimmed;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "local";
    }
  }
}
