package io.labvm.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Small steps on control group files that both kinds share. */
final class GroupFiles {
  private static final Pattern DESKTOP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final Pattern EPOCH = Pattern.compile("[0-9]{1,18}");
  private static final long LOOK_AGAIN_NANOS = 2_000_000;

  private GroupFiles() {}

  static Path of(Path parent, Holding holding) {
    return parent.resolve(holding.desktop()).resolve(Long.toString(holding.epoch()));
  }

  /** The desktops and epochs below a parent; other names are not ours. */
  static Set<Holding> holdings(Path parent) throws IOException {
    var found = new LinkedHashSet<Holding>();
    for (var desktop : directories(parent, DESKTOP)) {
      for (var epoch : directories(desktop, EPOCH)) {
        found.add(new Holding(name(desktop), Long.parseLong(name(epoch))));
      }
    }
    return found;
  }

  private static List<Path> directories(Path parent, Pattern names) throws IOException {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (var entry : entries) {
        if (names.matcher(name(entry)).matches() && Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return found;
  }

  /** Every process in a group and the groups below it. */
  static Set<Long> processes(Path group) throws IOException {
    var processes = new TreeSet<Long>();
    for (var directory : tree(group)) {
      try (var lines = Files.lines(directory.resolve("cgroup.procs"))) {
        lines.map(Long::parseLong).forEach(processes::add);
      } catch (NoSuchFileException | UncheckedIOException e) {
        // The group was removed while it was read; removed groups are empty.
      }
    }
    // Process 0 stands for one outside our process id namespace, which cannot be a desktop's.
    processes.remove(0L);
    return processes;
  }

  /** The group and those below it, deepest last. */
  static List<Path> tree(Path group) throws IOException {
    var all = new ArrayList<Path>();
    if (Files.isDirectory(group)) {
      all.add(group);
    }
    for (var i = 0; i < all.size(); i++) {
      all.addAll(directories(all.get(i), Pattern.compile(".+")));
    }
    return all;
  }

  static void write(Path file, String value) throws IOException {
    try {
      Files.write(file, value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      // An absent group has nothing to stop or to let go.
    }
  }

  static String read(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Looks every 2 ms until it is so or the time is over; says whether it is so. */
  static boolean within(long millis, BooleanSupplier condition) {
    var deadline = System.nanoTime() + millis * 1_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        return condition.getAsBoolean();
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }

  /** Removes a group and those below it if they are empty, deepest first. */
  static void remove(Path group) {
    try {
      for (var directory : tree(group).reversed()) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      // EBUSY: it has processes. It is looked at again later.
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
