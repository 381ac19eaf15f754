package io.labvm.launcher.process;

import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Wait;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Processes of a home whose supervisord was killed; known by a variable of their environment. */
public final class Strays {
  private Strays() {}

  /** Ends all of them: politely, then by force. */
  public static void end(String hash) {
    end(hash, List.of());
  }

  /** Ends those that were supervised; desktops and what holds them run on. */
  public static void endSupervised(String hash) {
    end(hash, List.of("containerd-shim"));
  }

  /** Ends whoever might act on the end of a desktop; the engines are still needed for that end. */
  public static void endActors(String hash) {
    end(hash, List.of("containerd", "dockerd"));
  }

  private static void end(String hash, List<String> spared) {
    find(hash, spared).forEach(ProcessHandle::destroy);
    boolean gone =
        Wait.until(
            Duration.ofSeconds(30), Duration.ofMillis(100), () -> find(hash, spared).isEmpty());
    if (!gone) {
      find(hash, spared).forEach(ProcessHandle::destroyForcibly);
      Wait.until(Duration.ofSeconds(5), Duration.ofMillis(100), () -> find(hash, spared).isEmpty());
    }
  }

  private static List<ProcessHandle> find(String hash, List<String> spared) {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != self)
        .filter(p -> spared.stream().noneMatch(name -> isProgram(p, name)))
        .filter(p -> carries(p.pid(), hash))
        .toList();
  }

  /** Whether its program's name begins so. */
  private static boolean isProgram(ProcessHandle process, String name) {
    return process.info().command().filter(command -> isNamed(command, name)).isPresent();
  }

  /** Of a process whose root is gone the kernel says only "/". */
  static boolean isNamed(String command, String name) {
    Path file = Path.of(command).getFileName();
    return file != null && file.toString().startsWith(name);
  }

  private static boolean carries(long pid, String hash) {
    try {
      String environment = Disk.read(Path.of("/proc", Long.toString(pid), "environ"));
      return ("\0" + environment).contains("\0LABVM_HOME=" + hash + "\0");
    } catch (UncheckedIOException _) {
      return false;
    }
  }
}
