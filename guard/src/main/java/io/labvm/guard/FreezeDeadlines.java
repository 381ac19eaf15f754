package io.labvm.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Thaws desktops whose freeze has outlived its deadline.
 *
 * <p>Whoever freezes a desktop writes {@code guard/<desktop>} first (the deadline in milliseconds
 * of CLOCK_BOOTTIME) and removes it after the thaw; if it dies between, this is what thaws. A file
 * that cannot be read counts as a deadline of two seconds after it was first seen.
 */
final class FreezeDeadlines {
  private static final Pattern DESKTOP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final long UNREADABLE_MILLIS = 2000;
  private static final int MAX_BYTES = 64;

  private final Path directory;
  private final ControlGroups groups;
  private final BootClock clock;
  private final GuardLog log;
  private final Map<String, Long> firstSeen = new HashMap<>();

  FreezeDeadlines(Path runDir, ControlGroups groups, BootClock clock, GuardLog log) {
    this.directory = runDir.resolve("guard");
    this.groups = groups;
    this.clock = clock;
    this.log = log;
  }

  /** One look at all deadlines. */
  void enforce() throws IOException {
    var seen = new HashSet<String>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        enforce(file, seen);
      }
    } catch (NoSuchFileException e) {
      // No run directory yet: nothing was ever frozen.
    }
    firstSeen.keySet().retainAll(seen);
  }

  private void enforce(Path file, Set<String> seen) throws IOException {
    var desktop = file.getFileName().toString();
    if (!DESKTOP.matcher(desktop).matches()) {
      return;
    }
    seen.add(desktop);
    if (deadline(file, desktop) > clock.millis()) {
      return;
    }
    log.event("thawing " + desktop + ": its freeze has outlived its deadline");
    for (var holding : groups.list()) {
      if (holding.desktop().equals(desktop)) {
        groups.thaw(holding);
      }
    }
    Files.deleteIfExists(file);
  }

  private long deadline(Path file, String desktop) {
    var since = firstSeen.computeIfAbsent(desktop, _ -> clock.millis());
    try (var in = Files.newInputStream(file)) {
      var text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
      return Long.parseLong(text.strip());
    } catch (IOException | NumberFormatException e) {
      return since + UNREADABLE_MILLIS;
    }
  }
}
