package io.labvm.node.network;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.container.Containers;
import io.labvm.node.process.Commands;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.testkit.TestNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Containers of the node's engine, the way desktops stand on its network. */
final class TestDesktops {
  private final Map<String, Long> pids = new HashMap<>();
  private final TestNode node;
  private final Containers containers;

  TestDesktops(TestNode node) throws Exception {
    this.node = node;
    this.containers = node.containers();
    containers.prepare();
  }

  /** Starts one and returns its process. */
  long start(String name, String address) throws Exception {
    pids.put(name, containers.run(node.spec(new DesktopId(name), 1, address)).pid());
    return pid(name);
  }

  long pid(String name) {
    Long pid = pids.get(name);
    if (pid == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return pid;
  }

  /** Programs of the host in the desktop's network namespace. */
  Commands inside(String name) {
    Commands host = new SystemCommands(Duration.ofSeconds(10));
    return (input, command) -> host.run(input, words(name, command).toArray(String[]::new));
  }

  void call(String name, String... command) throws IOException {
    String ignored = inside(name).call(command);
  }

  /** A server in the desktop that says "here". */
  Process serve(String name, int port) throws IOException {
    List<String> command =
        words(name, "socat", "TCP-LISTEN:" + port + ",fork,reuseaddr", "SYSTEM:echo here");
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private List<String> words(String name, String... command) {
    List<String> words = new ArrayList<>();
    words.add("nsenter");
    words.add("--net=/proc/" + pid(name) + "/ns/net");
    words.addAll(List.of(command));
    return words;
  }
}
