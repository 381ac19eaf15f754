package io.labvm.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process and no later one that gets its number.
 *
 * @param namespace of process numbers, the inode the kernel shows for it
 * @param pid in that namespace
 * @param start in clock ticks since boot
 */
public record ProcessMark(long namespace, long pid, long start) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");
  private static final Pattern INODE = Pattern.compile("pid:\\[(\\d{1,18})]");

  /** State and start time, counted from behind the name. */
  private static final int STATE = 0;

  private static final int START = 19;

  /** This process. */
  public static ProcessMark self() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new ProcessMark(ownNamespace(), pid, Long.parseLong(fields(pid)[START]));
  }

  /** Reads what {@link #toString} says. */
  public static Optional<ProcessMark> parse(String text) {
    Matcher m = TEXT.matcher(text);
    return m.matches()
        ? Optional.of(
            new ProcessMark(
                Long.parseLong(m.group(1)), Long.parseLong(m.group(2)), Long.parseLong(m.group(3))))
        : Optional.empty();
  }

  /** Whether it is known to have ended. Of another namespace of numbers nothing is known. */
  public boolean hasEnded() throws IOException {
    if (namespace != ownNamespace()) {
      return false;
    }
    try {
      String[] fields = fields(pid);
      return fields[STATE].matches("[ZX]") || Long.parseLong(fields[START]) != start;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private static long ownNamespace() throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    Matcher m = INODE.matcher(link);
    if (!m.matches()) {
      throw new IOException("not a namespace of processes: " + link);
    }
    return Long.parseLong(m.group(1));
  }

  /** The name may hold anything, blanks and brackets too. */
  private static String[] fields(long pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    return text.substring(text.lastIndexOf(')') + 2).split(" ");
  }

  @Override
  public String toString() {
    return namespace + "-" + pid + "-" + start;
  }
}
