package io.labvm.mfs;

import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A store agent of its own, without any privilege of root's, that does one activity, or ends
 * without any clean-up at a place.
 */
final class AgentProcess {
  /** What the kernel says of a process that got SIGKILL. */
  static final int KILLED = 137;

  private AgentProcess() {}

  /** Arguments: the store, and the work. */
  public static void main(String[] arguments) {
    String ignored = AgentWork.valueOf(arguments[1]).in(Path.of(arguments[0]));
  }

  static Process start(AgentWork work, Path store, String place) throws IOException {
    return new ProcessBuilder(
            "setpriv",
            "--bounding-set",
            "-all",
            "--no-new-privs",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-D" + FaultPoint.PROPERTY + "=" + place,
            "-cp",
            System.getProperty("java.class.path"),
            AgentProcess.class.getName(),
            store.toString(),
            work.name())
        .inheritIO()
        .start();
  }
}
