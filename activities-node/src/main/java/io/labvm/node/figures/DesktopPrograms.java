package io.labvm.node.figures;

import io.labvm.node.process.Processes;
import io.labvm.nodechannel.NodeMetrics.RunningProgram;
import io.labvm.nodechannel.NodeMetrics.RunningPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names what people run in a desktop, by {@code /proc}. */
final class DesktopPrograms {
  /** So that the reports of a node full of desktops stay small. */
  private static final int MOST = 12;

  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_COMMAND = 4096;

  /** A tick of {@code /proc/PID/stat}: USER_HZ is 100 wherever Java runs on Linux. */
  private static final long TICK_MILLIS = 10;

  /**
   * What every desktop starts by itself, and starts again elsewhere: labvm-init, the screen and the
   * session of the bases; {@code comm} ends after 15 characters.
   */
  private static final Set<String> OF_THE_DESKTOP =
      Set.of(
          ("tini labvm-init Xvnc Xtigervnc sshd setsid setpriv dbus-run-sessio dbus-daemon dbus-launch"
                  + " xfce4-session xfwm4 xfce4-panel xfdesktop xfsettingsd xfconfd xfce4-notifyd"
                  + " xfce4-power-man twm x-session-manag ssh-agent gpg-agent dconf-service tumblerd"
                  + " fcitx5 ibus-daemon xiccd polkitd polkit-gnome-au at-spi-bus-laun at-spi2-registr"
                  + " gvfsd gvfsd-fuse gvfsd-trash gvfsd-metadata gvfs-udisks2-vo")
              .split(" "));

  /** Programs that run others, which is what people call them by. */
  private static final Pattern RUNS_ANOTHER =
      Pattern.compile("python[0-9.]*|perl|ruby|node|Rscript|bash|dash|sh|zsh");

  /** Parts of the panel; a file manager without a window. */
  private static final Pattern PART_OF_THE_DESKTOP =
      Pattern.compile("wrapper-[0-9.]+|panel-[0-9]+-.*|Thunar --daemon");

  private final Path proc;
  private final LongSupplier millis;

  /**
   * @param proc where processes are shown
   * @param millis the wall clock
   */
  DesktopPrograms(Path proc, LongSupplier millis) {
    this.proc = proc;
    this.millis = millis;
  }

  /**
   * Those of some processes.
   *
   * @param processes null when nobody knows; then nobody knows what they are either
   */
  @Nullable RunningPrograms of(@Nullable List<Long> processes) {
    OptionalLong boot = boot();
    if (processes == null || boot.isEmpty()) {
      return null;
    }
    Map<String, RunningProgram> found = new HashMap<>();
    for (long pid : processes) {
      RunningProgram program = program(pid, boot.getAsLong());
      if (program != null) {
        found.merge(program.name(), program, DesktopPrograms::together);
      }
    }
    List<RunningProgram> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparingLong(RunningProgram::sinceMillis).thenComparing(p -> p.name()));
    List<RunningProgram> named = sorted.subList(0, Math.min(MOST, sorted.size()));
    List<RunningProgram> rest = sorted.subList(named.size(), sorted.size());
    int others = rest.stream().mapToInt(RunningProgram::processes).sum();
    return new RunningPrograms(named, others, millis.getAsLong());
  }

  private static RunningProgram together(RunningProgram one, RunningProgram other) {
    return new RunningProgram(
        one.name(),
        one.processes() + other.processes(),
        Math.min(one.sinceMillis(), other.sinceMillis()));
  }

  /** Null when it has ended, or is a part of the desktop. */
  private @Nullable RunningProgram program(long pid, long boot) {
    String stat = text(pid, "stat");
    int end = stat.lastIndexOf(')');
    if (end < 0) {
      return null;
    }
    String called = stat.substring(stat.indexOf('(') + 1, end);
    String[] fields = stat.substring(end + 2).strip().split(" ");
    if (OF_THE_DESKTOP.contains(called) || fields.length < 20 || fields[0].equals("Z")) {
      return null;
    }
    String name = Processes.printable(full(pid, called));
    return PART_OF_THE_DESKTOP.matcher(name).matches()
        ? null
        : new RunningProgram(
            name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name,
            1,
            boot + Long.parseLong(fields[19]) * TICK_MILLIS);
  }

  /** No other arguments: people type secrets there. */
  private String full(long pid, String called) {
    String[] command = text(pid, "cmdline").split("\0");
    if (command.length < 2) {
      return called;
    }
    String first = command[1];
    if (RUNS_ANOTHER.matcher(called).matches() && !first.startsWith("-")) {
      return called + " " + first.substring(first.lastIndexOf('/') + 1);
    }
    return called.equals("Thunar") && first.equals("--daemon") ? called + " " + first : called;
  }

  private OptionalLong boot() {
    try (var lines = Files.lines(proc.resolve("stat"), StandardCharsets.US_ASCII)) {
      return lines
          .filter(line -> line.startsWith("btime "))
          .mapToLong(line -> Long.parseLong(line.substring(6).strip()) * 1000)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private String text(long pid, String file) {
    try (InputStream in = Files.newInputStream(proc.resolve(Long.toString(pid)).resolve(file))) {
      return new String(in.readNBytes(LONGEST_COMMAND), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
