package io.labvm.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real control groups of a test, with processes in them; closing removes both. */
final class Groups implements AutoCloseable {
  final String parent = "lvchan-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
  private final List<Path> trees;
  private final List<Process> processes = new ArrayList<>();

  /** Uses each of the given hierarchies, as a container engine does. */
  Groups(Path... trees) {
    this.trees = List.of(trees);
  }

  /** Starts a shell that keeps forking, in a group below the holding as a container's is. */
  Process start(Holding holding) throws IOException {
    var script = new StringBuilder();
    for (var tree : trees) {
      var group = GroupFiles.of(tree.resolve(parent), holding).resolve("container");
      Files.createDirectories(group);
      script.append("echo $$ > ").append(group.resolve("cgroup.procs")).append(" || exit 9\n");
    }
    script.append("while :; do sleep 300 & sleep 0.02; kill $!; done");
    var process = new ProcessBuilder("/bin/sh", "-c", script.toString()).inheritIO().start();
    processes.add(process);
    return process;
  }

  /** The control of the one unified tree, or of the machine's separate ones. */
  ControlGroups control() {
    var first = trees.getFirst();
    return Files.exists(first.resolve("cgroup.controllers"))
        ? new UnifiedControlGroups(first.resolve(parent))
        : new SplitControlGroups(Path.of("/sys/fs/cgroup"), parent);
  }

  @Override
  public void close() throws IOException {
    var groups = control();
    for (var holding : groups.list()) {
      groups.kill(holding);
      groups.removeEmpty(holding.desktop());
    }
    processes.forEach(Process::destroyForcibly);
    for (var tree : trees) {
      Files.deleteIfExists(tree.resolve(parent));
    }
  }
}
