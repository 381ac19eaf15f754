package io.labvm.e2e;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.process.Supervisor;
import java.time.Duration;
import java.util.List;

/** The processes of a laboratory as its supervisor knows them, and signals to them. */
final class Processes {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration RESTART = Duration.ofSeconds(90);

  private final Supervisor supervisor;

  Processes(Lab lab) {
    supervisor = new Supervisor(Home.at(lab.home()));
  }

  /** 0 when it does not run. */
  long pid(String process) {
    var state = supervisor.states().get(process);
    return state == null ? 0 : state.pid();
  }

  /** The supervised processes that do not run, in words. */
  List<String> down() {
    var states = supervisor.states();
    if (states.isEmpty()) {
      return List.of("supervisor");
    }
    return states.values().stream()
        .filter(s -> !s.isRunning())
        .map(s -> s.name() + " " + s.state())
        .toList();
  }

  void awaitRuns(String process) {
    Wait.untilTrue(process + " to run", RESTART, () -> pid(process) > 0);
  }

  /** Waits until the supervisor has started a process again that had this id. */
  void awaitAnother(String process, long pid) {
    Wait.untilTrue(
        process + " to be started again", RESTART, () -> pid(process) > 0 && pid(process) != pid);
  }

  /** A process that has ended meanwhile is no error. */
  static void signal(String signal, long pid) {
    var ignored = Commands.run(SOON, "kill", signal, Long.toString(pid));
  }
}
