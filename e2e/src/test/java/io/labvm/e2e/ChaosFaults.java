package io.labvm.e2e;

import io.labvm.launcher.process.MooseFs;
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
  private static final String DATABASE = "postgres";

  private final Lab lab;
  private final Processes processes;
  private final ChaosDiary diary;
  private final List<String> nodes;

  /** Processes and nodes that something is done to now. */
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  ChaosFaults(Lab lab, List<String> nodes, ChaosDiary diary) {
    this.lab = lab;
    this.nodes = nodes;
    this.diary = diary;
    this.processes = new Processes(lab);
  }

  /** One at random; returns when it is over. */
  void one(ChaosDice dice) {
    String usual = dice.one(victims());
    Duration time = Duration.ofSeconds(1).plus(dice.within(Duration.ofSeconds(11)));
    if (dice.happens(0.12)) {
      String node = dice.one(nodes);
      alone(node, () -> cutOff(node, time));
      return;
    }
    boolean dies = dice.happens(0.6);
    // drawn last: what a seed did before there were these, it does to all others still
    String victim = dice.happens(0.2) ? dice.one(stores()) : usual;
    alone(victim, () -> strike(victim, dies, time));
  }

  private void strike(String victim, boolean dies, Duration time) {
    if (dies) {
      kill(victim);
    } else {
      standStill(victim, time);
    }
  }

  private List<String> victims() {
    var all = new ArrayList<>(SHARED);
    nodes.forEach(n -> OF_A_NODE.forEach(part -> all.add("node-" + n + "-" + part)));
    return all;
  }

  /** Where all is kept: the database, and the clients of the store where it has any. */
  private List<String> stores() {
    var all = new ArrayList<>(List.of(DATABASE));
    MooseFs.clients(nodes).stream().filter(client -> processes.pid(client) > 0).forEach(all::add);
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
    long pid = processes.pid(process);
    if (pid > 0) {
      diary.count("kill -9", "kill -9 %s (%d)".formatted(process, pid));
      Processes.signal("-KILL", pid);
    }
  }

  private void standStill(String process, Duration time) {
    long pid = processes.pid(process);
    if (pid > 0) {
      diary.count(
          "SIGSTOP", "stop %s (%d) for %.1f s".formatted(process, pid, time.toMillis() / 1000.0));
      Processes.signal("-STOP", pid);
      List<Long> servants = servants(process, pid);
      servants.forEach(servant -> Processes.signal("-STOP", servant));
      LockSupport.parkNanos(time.toNanos());
      servants.forEach(servant -> Processes.signal("-CONT", servant));
      Processes.signal("-CONT", pid);
    }
  }

  /** The database's own process answers nobody, those that it forks do. */
  private static List<Long> servants(String process, long pid) {
    return process.equals(DATABASE)
        ? ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .toList()
        : List.of();
  }

  /** Nothing reaches the node from outside. */
  private void cutOff(String node, Duration time) {
    long pid = processes.pid("node-" + node + "-guard");
    if (pid > 0) {
      diary.count(
          "cut off", "cut off node %s for %.1f s".formatted(node, time.toMillis() / 1000.0));
      filter(pid, "-I");
      LockSupport.parkNanos(time.toNanos());
      long now = processes.pid("node-" + node + "-agent");
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

  /** The power of a node fails for a while; returns when it is back. */
  void power(String node, Duration time) {
    alone(
        node,
        () -> {
          OF_A_NODE.forEach(part -> processes.awaitRuns("node-" + node + "-" + part));
          diary.count(
              "power", "power of %s off for %.1f s".formatted(node, time.toMillis() / 1000.0));
          Power power = Power.cut(lab, node);
          LockSupport.parkNanos(time.toNanos());
          power.comeBack();
          diary.note("power of %s is back".formatted(node));
        });
  }
}
