package io.labvm.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What happens to a process while switches are held at their places.
 *
 * @param victim the process
 * @param kind what happens to it
 */
record SwitchFault(Victim victim, Kind kind) {
  /** Longer than heartbeats are waited for, shorter than it takes to give a node up. */
  private static final Duration STANDS_STILL = Duration.ofSeconds(22);

  /** Who is hit; those of a node as the one that desktops leave or the one they come to. */
  enum Victim {
    PORTAL,
    GATEWAY,
    CONTROL,
    STORE,
    TEMPORAL,
    POSTGRES,
    SOURCE_AGENT,
    SOURCE_GUARD,
    SOURCE_DOCKERD,
    SOURCE_CONTAINERD,
    TARGET_AGENT,
    TARGET_GUARD,
    TARGET_DOCKERD,
    TARGET_CONTAINERD;

    String process(String source, String target) {
      String[] words = name().toLowerCase(Locale.ROOT).split("_");
      return switch (words[0]) {
        case "source" -> "node-" + source + "-" + words[1];
        case "target" -> "node-" + target + "-" + words[1];
        default -> words[0];
      };
    }
  }

  /** By signals. */
  enum Kind {
    /** Dies; its supervisor starts it again. */
    KILL,
    /** Stands still for a while. */
    STOP,
    /** Stands still until somebody kills it. */
    HANG
  }

  /** Each kind with each victim. */
  static List<SwitchFault> all() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Victim.values()).map(victim -> new SwitchFault(victim, kind)))
        .toList();
  }

  /** The one that is named so. */
  static SwitchFault parse(String name) {
    return all().stream()
        .filter(fault -> fault.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no fault '" + name + "'"));
  }

  /**
   * Returns when the process runs again.
   *
   * @param process of which this is the fault
   * @param open lets everything go on at its place; called while the process is away
   */
  void strike(Processes processes, String process, Runnable open) {
    long pid = processes.pid(process);
    if (pid == 0) {
      throw new AssertionError(process + " does not run");
    }
    Processes.signal(kind == Kind.KILL ? "-KILL" : "-STOP", pid);
    open.run();
    if (kind != Kind.KILL) {
      LockSupport.parkNanos(STANDS_STILL.toNanos());
      Processes.signal(kind == Kind.STOP ? "-CONT" : "-KILL", pid);
    }
    if (kind != Kind.STOP) {
      processes.awaitAnother(process, pid);
    }
  }

  @Override
  public String toString() {
    return (victim + " " + kind).toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
