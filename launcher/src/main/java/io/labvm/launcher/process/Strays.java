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
    find(hash).forEach(ProcessHandle::destroy);
    boolean gone =
        Wait.until(Duration.ofSeconds(10), Duration.ofMillis(100), () -> find(hash).isEmpty());
    if (!gone) {
      find(hash).forEach(ProcessHandle::destroyForcibly);
      Wait.until(Duration.ofSeconds(5), Duration.ofMillis(100), () -> find(hash).isEmpty());
    }
  }

  private static List<ProcessHandle> find(String hash) {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != self)
        .filter(p -> carries(p.pid(), hash))
        .toList();
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
