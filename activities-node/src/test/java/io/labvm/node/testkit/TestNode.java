package io.labvm.node.testkit;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.operation.OperationId;
import io.labvm.layers.mount.MountFeatures;
import io.labvm.layers.mount.MountSpec;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.node.container.ContainerSpec;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.container.DockerContainers;
import io.labvm.node.container.EngineConnection;
import io.labvm.node.container.EngineSettings;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.figures.ControlGroups;
import io.labvm.node.network.NetworkSettings;
import io.labvm.node.process.Commands;
import io.labvm.node.process.SystemCommands;
import io.labvm.node.rundir.RunDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node for tests: a network namespace with an engine of its own, all named {@code lvn…}. Nothing
 * of it is left after {@link #close}.
 */
public final class TestNode implements AutoCloseable {
  public static final String DENIED = "198.19.0.0/24";
  public static final String DENIED_HOST = "198.19.0.2";
  public static final String WORLD_HOST = "198.18.0.2";
  public static final String NODE_ADDRESS = "198.18.0.1";

  private static final String OUT = "lvnout";
  private static final String IN = "lvnin";
  private static final String BRIDGE = "lvdesk";
  private static final String SUBNET = "10.213.0.0/16";
  private static final String GATEWAY = "10.213.0.1";

  /** For programs whose work takes the longer the busier the machine is. */
  private static final Commands PATIENT = new SystemCommands(Duration.ofMinutes(5));

  private final Scratch scratch = new Scratch();
  private final String name;
  private final Commands host = new SystemCommands(Duration.ofSeconds(30));
  private final EngineConnection engine;
  private final Process containerd;
  private Process dockerd;

  /** A namespace whose world is another namespace with two hosts, one of them denied. */
  public TestNode() throws IOException {
    byte[] random = new byte[3];
    ThreadLocalRandom.current().nextBytes(random);
    name = "lvn" + HexFormat.of().formatHex(random);
    makeNamespaces();
    containerd = startContainerd();
    dockerd = startEngine();
    engine = new EngineConnection("unix://" + scratch.resolve("docker.sock"));
  }

  private void makeNamespaces() throws IOException {
    host.call("ip", "netns", "add", name);
    host.call("ip", "netns", "add", name + "w");
    host.call(
        "ip",
        "link",
        "add",
        OUT,
        "netns",
        name,
        "type",
        "veth",
        "peer",
        "name",
        IN,
        "netns",
        name + "w");
    inside().call("ip", "link", "set", "lo", "up");
    inside().call("ip", "addr", "add", NODE_ADDRESS + "/24", "dev", OUT);
    inside().call("ip", "link", "set", OUT, "up");
    inside().call("ip", "route", "add", "default", "via", WORLD_HOST);
    world().call("ip", "link", "set", "lo", "up");
    world().call("ip", "addr", "add", WORLD_HOST + "/24", "dev", IN);
    world().call("ip", "addr", "add", DENIED_HOST + "/24", "dev", IN);
    world().call("ip", "link", "set", IN, "up");
  }

  /** Of its own, so that a killed engine leaves its containers running. */
  private Process startContainerd() throws IOException {
    Path config = scratch.resolve("containerd.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/containerd"
        state = "%1$s/containerd-state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        [grpc]
          address = "%1$s/containerd.sock"
        """
            .formatted(scratch.path()));
    return start("containerd", "--config", config.toString());
  }

  private Process start(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(scratch.resolve(command[0] + ".log").toFile()))
        .start();
  }

  private Process startEngine() throws IOException {
    return start(
        "dockerd",
        "--config-file=" + Files.writeString(scratch.resolve("dockerd.json"), "{}"),
        "--host=unix://" + scratch.resolve("docker.sock"),
        "--data-root=" + scratch.resolve("data"),
        "--exec-root=" + scratch.resolve("exec"),
        "--pidfile=",
        "--bridge=none",
        "--iptables=false",
        "--ip6tables=false",
        "--ip-forward=false",
        "--ip-masq=false",
        "--userland-proxy=false",
        "--live-restore",
        "--exec-opt=native.cgroupdriver=cgroupfs",
        "--containerd=" + scratch.resolve("containerd.sock"),
        "--add-runtime=labvm=" + TinyBase.recipes().resolve("labvm-runc"));
  }

  /** Kills the engine as hard as possible; containers run on. */
  public void killEngine() throws InterruptedException {
    dockerd.destroyForcibly().waitFor();
  }

  /** Starts an engine that was killed, and waits for it. */
  public void restartEngine() throws Exception {
    Files.deleteIfExists(scratch.resolve("docker.sock"));
    dockerd = startEngine();
    awaitEngine();
  }

  /** The engine's containers; waits until it answers. */
  public Containers containers() throws Exception {
    Containers containers = containersOf("n1");
    awaitEngine();
    return containers;
  }

  private Containers containersOf(String node) {
    return new DockerContainers(
        engine,
        new EngineSettings(
            name,
            node,
            cgroupParent(),
            new EngineSettings.Network("labvm", BRIDGE, SUBNET, GATEWAY),
            List.of(DENIED_HOST),
            "labvm"));
  }

  private void awaitEngine() throws Exception {
    Containers probe = containersOf("probe");
    Await.until(
        "engine",
        () -> {
          try {
            return !probe.engineVersion().isEmpty();
          } catch (NodeFailure e) {
            return false;
          }
        });
  }

  /** A container specification with a mounted root of the base tiny and a run directory. */
  public ContainerSpec spec(DesktopId desktop, long epoch, String address) throws IOException {
    Path directory = scratch.resolve("desktops/" + desktop);
    Path merged = directory.resolve("merged");
    new OverlayMounts(MountFeatures.all())
        .mount(
            new MountSpec(
                List.of(unpackedBase()),
                directory.resolve("upper"),
                directory.resolve("work"),
                merged));
    RunDirectories run = new RunDirectories(scratch.resolve("run"));
    if (!run.exists(desktop)) {
      Path ignored = run.renew(desktop);
    }
    Limits limits = new Limits(500, 128L << 20, 100, 16L << 20);
    return new ContainerSpec(
        desktop,
        epoch,
        new OperationId("o1"),
        "host",
        address,
        limits,
        merged,
        run.of(desktop),
        List.of());
  }

  private Path unpackedBase() throws IOException {
    Path base = scratch.resolve("base");
    if (!Files.exists(base)) {
      Files.createDirectory(base);
      host.call("tar", "-xf", TinyBase.tar().toString(), "-C", base.toString());
    }
    return base;
  }

  /** What its desktops use. */
  public ControlGroups groups() {
    return new ControlGroups(Path.of("/sys/fs/cgroup"), cgroupParent(), scratch.path());
  }

  public String cgroupParent() {
    return "/" + name;
  }

  public NetworkSettings network() {
    return new NetworkSettings(BRIDGE, SUBNET, GATEWAY, List.of(DENIED), List.of(DENIED_HOST));
  }

  public Scratch scratch() {
    return scratch;
  }

  /** Programs in the node's network namespace. */
  public Commands inside() {
    return in(name);
  }

  /** Programs in the world's. */
  public Commands world() {
    return in(name + "w");
  }

  /** A program that goes on in the node's or the world's namespace until it is destroyed. */
  public Process startIn(boolean world, String... command) throws IOException {
    List<String> words = new ArrayList<>();
    words.add("nsenter");
    words.add("--net=/run/netns/" + name + (world ? "w" : ""));
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Programs in a container as its people start them: in its groups, namespaces and root. */
  public Commands in(DesktopContainer container) {
    String group =
        "%s/%s/%d/%s"
            .formatted(cgroupParent(), container.desktop(), container.epoch(), container.id());
    String script =
        "for group in /sys/fs/cgroup%1$s /sys/fs/cgroup/*%1$s; do".formatted(group)
            + " [ ! -e $group/cgroup.procs ] || echo $$ > $group/cgroup.procs; done;"
            + " exec nsenter --target="
            + container.pid()
            + " --all --root --wd \"$@\"";
    return (input, command) -> {
      List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
      words.addAll(List.of(command));
      return PATIENT.run(input, words.toArray(String[]::new));
    };
  }

  private Commands in(String namespace) {
    return (input, command) -> {
      List<String> words = new ArrayList<>();
      words.add("nsenter");
      words.add("--net=/run/netns/" + namespace);
      words.addAll(List.of(command));
      return host.run(input, words.toArray(String[]::new));
    };
  }

  /** Also when a test left the engine dead: then what it started is killed. */
  @Override
  public void close() throws IOException {
    removeContainers();
    engine.close();
    end(dockerd.toHandle());
    end(containerd.toHandle());
    for (ProcessHandle left : processes()) {
      end(left);
    }
    removeControlGroups();
    host.call("ip", "netns", "del", name);
    host.call("ip", "netns", "del", name + "w");
    scratch.close();
  }

  private void removeContainers() {
    Containers containers = containersOf("n1");
    try {
      containers.list().forEach(container -> containers.remove(container.desktop()));
    } catch (NodeFailure e) {
      // the engine is dead
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  /** Shims of this node, and what is left in its control groups. */
  private List<ProcessHandle> processes() throws IOException {
    Set<Long> pids = new HashSet<>();
    Path group = Path.of("/sys/fs/cgroup/pids", name);
    if (Files.isDirectory(group)) {
      try (Stream<Path> below = Files.walk(group)) {
        for (Path file : below.filter(f -> f.endsWith("cgroup.procs")).toList()) {
          Files.readAllLines(file).forEach(line -> pids.add(Long.valueOf(line)));
        }
      }
    }
    String mine = scratch.path().toString();
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(mine))
        .forEach(process -> pids.add(process.pid()));
    pids.remove(ProcessHandle.current().pid());
    return pids.stream().map(ProcessHandle::of).flatMap(Optional::stream).toList();
  }

  private void removeControlGroups() throws IOException {
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      for (Path group : controllers.map(c -> c.resolve(name)).filter(Files::isDirectory).toList()) {
        try (Stream<Path> below = Files.walk(group)) {
          for (Path directory :
              below.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(directory);
          }
        }
      }
    }
  }
}
