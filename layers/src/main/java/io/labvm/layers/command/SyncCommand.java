package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.StateDirectory;
import io.labvm.layers.mount.StateOwner;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Store;
import io.labvm.layers.sync.DecidingPass;
import io.labvm.layers.sync.SyncResult;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.linux.TreeEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** {@code sync}: ships what changed in the upper of a state directory. */
final class SyncCommand {
  private SyncCommand() {}

  /** Whether these words of a whole command line ask for a sync that goes on. */
  static boolean isContinuous(List<String> words) {
    return !words.isEmpty() && words.getFirst().equals("sync") && !words.contains("--once");
  }

  static Answer run(List<String> words, PrintStream out, Ending ending) throws IOException {
    Arguments arguments =
        Arguments.parse(
            words,
            Set.of("--store", "--desktop", "--state", "--freeze-pid", "--without"),
            Set.of("--json", "--once"));
    StateDirectory state = StateDirectory.of(Path.of(arguments.required("--state")));
    OptionalLong frozen = frozen(arguments);
    if (frozen.isPresent() && !arguments.has("--once")) {
      throw new UsageException("--freeze-pid needs --once: continuous sync freezes nobody");
    }
    DesktopKey desktop = arguments.desktop();
    SyncSettings settings = settings(arguments);
    arguments.requireNothingElse();
    Store store = arguments.store();
    SyncedUpper place = place(state, desktop);
    try (FileChannel lock = state.lock("sync")) {
      if (!arguments.has("--once")) {
        ContinuousSync events = new ContinuousSync(out, arguments.has("--json"));
        return ContinuousSync.run(store, place, settings, events, ending);
      }
      Consistency worth = consistency(state, lock);
      return answer(new DecidingPass(store, place).run(worth, frozen));
    }
  }

  /** Sources of events can be forbidden, each by its name. */
  private static SyncSettings settings(Arguments arguments) {
    Set<String> forbidden = arguments.names("--without", Set.of("fanotify", "inotify"));
    SyncSettings all = SyncSettings.standard();
    List<TreeEvents.Source> sources =
        all.sources().stream()
            .filter(s -> !forbidden.contains(s.name().toLowerCase(Locale.ROOT)))
            .toList();
    return all.with(sources);
  }

  private static OptionalLong frozen(Arguments arguments) {
    var text = arguments.optional("--freeze-pid");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!text.get().matches("[1-9][0-9]{0,9}")) {
      throw new UsageException("not a process: " + text.get());
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private static SyncedUpper place(StateDirectory state, DesktopKey desktop) throws IOException {
    StateOwner owner =
        state
            .owner()
            .orElseThrow(
                () ->
                    LayerException.about(
                        LayerError.REFUSED, state.root(), state.root() + " has no upper"));
    if (!owner.desktop().equals(desktop) || !Files.isDirectory(state.upper())) {
      throw LayerException.about(
          LayerError.REFUSED, state.root(), state.root() + " has no upper of desktop " + desktop);
    }
    return new SyncedUpper(
        desktop,
        owner.holder().upperId(),
        owner.epoch(),
        state.upper(),
        state.index(),
        state.root().resolve("spool"));
  }

  /** Without a mount nobody can write through it. */
  private static Consistency consistency(StateDirectory state, FileChannel lock)
      throws IOException {
    boolean mounted = new OverlayMounts(MountFeatures.all()).isInUse(state.upper());
    return mounted || !lock.isOpen() ? Consistency.LIVE : Consistency.STOPPED;
  }

  private static Answer answer(SyncResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("segments", result.segments());
    json.put("entries", result.entries());
    json.put("bytes", result.bytes());
    json.put("unstable", result.unstable());
    json.put("consistency", result.consistency().code());
    json.put("seconds", Math.round(result.seconds() * 1e3) / 1e3);
    NotKept.put(json, result.notKept());
    String text =
        "%d segment(s), %d entries, %d bytes, %.1f s%s%s"
            .formatted(
                result.segments(),
                result.entries(),
                result.bytes(),
                result.seconds(),
                result.unstable() == 0 ? "" : ", " + result.unstable() + " changed meanwhile",
                NotKept.text(result.notKept()));
    return Answer.done(json, text);
  }
}
