package io.labvm.e2e;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.process.Supervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Kills, stops and cuts off the processes of a laboratory. */
final class ChaosFaults {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<String> SHARED =
      List.of("portal", "control", "store", "temporal", "gateway");
  private static final List<String> OF_A_NODE = List.of("agent", "guard", "dockerd");

  private final Lab lab;
  private final Supervisor supervisor;
  private final ChaosDiary diary;
  private final List<String> nodes;

  /** Processes and nodes that something is done to now. */
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  ChaosFaults(Lab lab, List<String> nodes, ChaosDiary diary) {
    this.lab = lab;
    this.nodes = nodes;
    this.diary = diary;
    this.supervisor = new Supervisor(Home.at(lab.home()));
  }

  /** One at random; returns when it is over. */
  void one(ChaosDice dice) {
    String victim = dice.one(victims());
    Duration time = Duration.ofSeconds(1).plus(dice.within(Duration.ofSeconds(11)));
    if (dice.happens(0.12)) {
      String node = dice.one(nodes);
      alone(node, () -> cutOff(node, time));
    } else if (dice.happens(0.6)) {
      alone(victim, () -> kill(victim));
    } else {
      alone(victim, () -> standStill(victim, time));
    }
  }

  private List<String> victims() {
    var all = new ArrayList<>(SHARED);
    nodes.forEach(n -> OF_A_NODE.forEach(part -> all.add("node-" + n + "-" + part)));
    return all;
  }

  private void alone(String what, Runnable fault) {
    if (busy.add(what)) {
      try {
        fault.run();
      } finally {
        busy.remove(what);
      }
    }
  }

  private void kill(String process) {
    long pid = pid(process);
    if (pid > 0) {
      diary.count("kill -9", "kill -9 %s (%d)".formatted(process, pid));
      signal("-KILL", pid);
    }
  }

  private void standStill(String process, Duration time) {
    long pid = pid(process);
    if (pid > 0) {
      diary.count(
          "SIGSTOP", "stop %s (%d) for %.1f s".formatted(process, pid, time.toMillis() / 1000.0));
      signal("-STOP", pid);
      LockSupport.parkNanos(time.toNanos());
      signal("-CONT", pid);
    }
  }

  /** Nothing reaches the node from outside. */
  private void cutOff(String node, Duration time) {
    long pid = pid("node-" + node + "-guard");
    if (pid > 0) {
      diary.count(
          "cut off", "cut off node %s for %.1f s".formatted(node, time.toMillis() / 1000.0));
      filter(pid, "-I");
      LockSupport.parkNanos(time.toNanos());
      long now = pid("node-" + node + "-agent");
      filter(now > 0 ? now : pid, "-D");
    }
  }

  private static void filter(long pid, String verb) {
    Commands.run(
            SOON,
            "nsenter",
            "-t",
            Long.toString(pid),
            "-n",
            "iptables",
            verb,
            "INPUT",
            "!",
            "-i",
            "lo",
            "-j",
            "DROP")
        .orFail();
  }

  private static void signal(String signal, long pid) {
    var ignored = Commands.run(SOON, "kill", signal, Long.toString(pid));
  }

  /** 0 when it does not run. */
  private long pid(String process) {
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

  /** The power of a node fails for a while; returns when it is back. */
  void power(String node, Duration time) {
    alone(
        node,
        () -> {
          OF_A_NODE.forEach(part -> awaitRuns("node-" + node + "-" + part));
          diary.count(
              "power", "power of %s off for %.1f s".formatted(node, time.toMillis() / 1000.0));
          Power power = Power.cut(lab, node);
          LockSupport.parkNanos(time.toNanos());
          power.comeBack();
          diary.note("power of %s is back".formatted(node));
        });
  }

  private void awaitRuns(String process) {
    Wait.untilTrue(process + " to run", Duration.ofSeconds(60), () -> pid(process) > 0);
  }
}
