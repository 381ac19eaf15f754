package io.labvm.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts one process sees, or all processes of the machine. */
public final class MountTable {
  private static final Path PROC = Path.of("/proc");

  private final List<MountEntry> entries;

  private MountTable(List<MountEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The mounts this process sees now. */
  public static MountTable read() throws IOException {
    return of(PROC.resolve("self/mountinfo"));
  }

  /** The mounts a process sees; an IOException when it is gone. */
  public static MountTable read(long pid) throws IOException {
    return of(PROC.resolve(pid + "/mountinfo"));
  }

  /**
   * The mounts of every mount namespace that has a process, each namespace once. A mount can live
   * on in a container's namespace after it vanished from ours.
   */
  public static List<MountTable> everywhere() throws IOException {
    List<MountTable> tables = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        namespaceOf(process).filter(seen::add).ifPresent(ignored -> addQuietly(tables, process));
      }
    }
    return tables;
  }

  private static Optional<String> namespaceOf(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("ns/mnt")).toString());
    } catch (IOException e) {
      return Optional.empty(); // ended meanwhile, or a kernel thread
    }
  }

  private static void addQuietly(List<MountTable> tables, Path process) {
    try {
      tables.add(of(process.resolve("mountinfo")));
    } catch (IOException | UncheckedIOException e) {
      // Ended meanwhile: another process of its namespace, if any, comes by itself or has ended
      // too.
    }
  }

  private static MountTable of(Path file) throws IOException {
    return parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
  }

  /** Parses the text of a mountinfo file, whose bytes are given as ISO 8859-1. */
  static MountTable parse(String text) {
    List<MountEntry> list = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (!line.isEmpty()) {
        list.add(parseLine(line));
      }
    }
    return new MountTable(list);
  }

  private static MountEntry parseLine(String line) {
    String[] f = line.split(" ", -1);
    int dash = 6;
    while (dash < f.length && !f[dash].equals("-")) {
      dash++;
    }
    if (dash + 3 >= f.length) {
      throw new IllegalArgumentException("not a line of mountinfo: " + line);
    }
    return new MountEntry(
        Integer.parseInt(f[0]),
        Integer.parseInt(f[1]),
        f[2],
        unescape(f[3]),
        unescape(f[4]),
        List.of(f[5].split(",")),
        unescape(f[dash + 1]),
        unescape(f[dash + 2]),
        List.of(f[dash + 3].split(",")).stream().map(MountTable::unescape).toList());
  }

  /** Undoes the kernel's {@code \ooo} and reads the bytes as UTF-8 where they are. */
  static String unescape(String field) {
    byte[] bytes = new byte[field.length()];
    int n = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
        bytes[n++] = (byte) Integer.parseInt(field.substring(i + 1, i + 4), 8);
        i += 3;
      } else {
        bytes[n++] = (byte) c;
      }
    }
    byte[] exact = java.util.Arrays.copyOf(bytes, n);
    return new String(
        exact, Names.isUtf8(exact) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private static boolean isOctal(String s, int from) {
    for (int i = from; i < from + 3; i++) {
      if (s.charAt(i) < '0' || s.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }

  public List<MountEntry> entries() {
    return entries;
  }

  /** What is mounted exactly at a path, the topmost where several lie over each other. */
  public Optional<MountEntry> at(Path mountPoint) {
    String wanted = mountPoint.toAbsolutePath().normalize().toString();
    return entries.stream().filter(e -> e.mountPoint().equals(wanted)).reduce((a, b) -> b);
  }

  /** The mount a path lies on; by name only, so the path should have no links. */
  public Optional<MountEntry> containing(Path path) {
    Path wanted = path.toAbsolutePath().normalize();
    return entries.stream()
        .filter(e -> wanted.startsWith(e.mountPoint()))
        .reduce((a, b) -> b.mountPoint().length() >= a.mountPoint().length() ? b : a);
  }
}
