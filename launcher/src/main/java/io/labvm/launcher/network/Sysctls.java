package io.labvm.launcher.network;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.shell.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Kernel settings that a laboratory raises. The values found are kept in the run directory, so a
 * reboot, which resets them, also forgets them; the last home that goes down puts them back.
 */
public final class Sysctls {
  private static final Path ROOT = Path.of("/proc/sys");
  private static final Map<String, Long> WANTED =
      new TreeMap<>(
          Map.of(
              "net/ipv4/ip_forward", 1L,
              "fs/inotify/max_user_instances", 1024L,
              "fs/inotify/max_user_watches", 1_048_576L,
              "kernel/keys/maxkeys", 20_000L));

  private Sysctls() {}

  /** Raises what is too low; says what was changed. */
  public static List<String> raise(Home home) {
    var changes = new ArrayList<String>();
    Settings saved = saved(home.run());
    WANTED.forEach(
        (key, wanted) -> {
          Path file = ROOT.resolve(key);
          if (!Files.exists(file)) {
            return;
          }
          String found = read(file);
          saved.set(key, saved.get(key).or(() -> others(home, key)).orElse(found));
          if (Long.parseLong(found) < wanted) {
            write(file, Long.toString(wanted));
            changes.add(key.replace('/', '.') + " " + found + " → " + wanted);
          }
        });
    saved.save();
    return changes;
  }

  /** Puts back what was found, unless another home still runs. */
  public static List<String> restore(Home home) {
    var changes = new ArrayList<String>();
    Settings saved = saved(home.run());
    for (String key : WANTED.keySet()) {
      saved
          .get(key)
          .filter(_ -> others(home, key).isEmpty())
          .filter(old -> !old.equals(read(ROOT.resolve(key))))
          .ifPresent(
              old -> {
                write(ROOT.resolve(key), old);
                changes.add(key.replace('/', '.') + " → " + old);
              });
    }
    return changes;
  }

  /** The value another home has found before it raised it. */
  private static Optional<String> others(Home home, String key) {
    return Disk.list(Path.of("/run")).stream()
        .filter(p -> p.getFileName().toString().startsWith("labvm-"))
        .filter(p -> !p.equals(home.run()))
        .flatMap(p -> saved(p).get(key).stream())
        .findFirst();
  }

  private static Settings saved(Path run) {
    return new Settings(run.resolve("sysctls.properties"));
  }

  /** In one go: these files give nothing but their first byte to a reader that begins with one. */
  private static String read(Path file) {
    try (var reader = Files.newBufferedReader(file)) {
      return String.valueOf(reader.readLine()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      if (Files.exists(file)) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
