package io.labvm.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says of processes what they are called and in which desktop they run, by {@code /proc}. */
public final class Processes {
  private final Path proc;
  private final Pattern group;

  /**
   * @param proc where processes are shown
   * @param cgroupParent the control group above all desktops of this node, {@code /…}
   */
  public Processes(Path proc, String cgroupParent) {
    this.proc = proc;
    this.group =
        Pattern.compile(
            ":" + Pattern.quote(cgroupParent) + "/([^/\\n]+)/[0-9]+(/|$)", Pattern.MULTILINE);
  }

  /**
   * The name that the process has given itself, at most 15 characters, without control characters;
   * {@code ?} when it is gone.
   */
  public String name(long pid) {
    String name = printable(read(pid, "comm").strip());
    return name.isEmpty() ? "?" : name;
  }

  /** What a process says of itself, fit to be shown. */
  public static String printable(String said) {
    return said.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  /** Null when it runs in no desktop of this node, or is gone. */
  public @Nullable String desktop(long pid) {
    Matcher found = group.matcher(read(pid, "cgroup"));
    return found.find() ? found.group(1) : null;
  }

  private String read(long pid, String file) {
    try {
      return new String(
          Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve(file)),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
