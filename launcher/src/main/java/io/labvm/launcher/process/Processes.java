package io.labvm.launcher.process;

import io.labvm.launcher.build.Application;
import io.labvm.launcher.build.Build;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Ports;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.shell.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every process of a laboratory, in the order in which they are started. */
public final class Processes {
  /** Search attributes of the workflows; the server must know them before the first one starts. */
  private static final List<String> SEARCH_ATTRIBUTES =
      List.of("LvDesktop", "LvNode", "LvOp", "LvPhase");

  private final Laboratory lab;
  private final Home home;
  private final Build build;
  private final Path temporal;

  /**
   * @param temporal the server's binary
   */
  public Processes(Laboratory lab, Build build, Path temporal) {
    this.lab = lab;
    this.home = lab.home();
    this.build = build;
    this.temporal = temporal;
  }

  /** What everything else needs before it starts. */
  public List<ProcessSpec> foundation() {
    var foundation = new ArrayList<>(List.of(postgres(), temporal()));
    foundation.addAll(new MooseFs(lab).processes());
    return foundation;
  }

  /** The engines of the nodes. */
  public List<ProcessSpec> engines() {
    return lab.nodes().stream().flatMap(n -> Stream.of(containerd(n), dockerd(n))).toList();
  }

  /** Portal, workflows, store agent and gateway. */
  public List<ProcessSpec> control() {
    return List.of(
        spring(Application.PORTAL, "portal", lab.ports().portal()),
        spring(Application.CONTROL, "control", lab.ports().controlHealth()),
        spring(Application.STORE, "store", 0),
        spring(Application.GATEWAY, "gateway", lab.ports().vncFirst()));
  }

  /** Guards and agents; they need the identity of a node that has joined. */
  public List<ProcessSpec> agents() {
    return lab.nodes().stream().flatMap(n -> Stream.of(guard(n), agent(n))).toList();
  }

  /** All of them. */
  public List<ProcessSpec> all() {
    var all = new ArrayList<>(foundation());
    all.addAll(engines());
    all.addAll(control());
    all.addAll(agents());
    return all;
  }

  /** Writes supervisord's configuration and what containerd and dockerd read. */
  public void writeConfiguration() {
    lab.nodes().forEach(this::writeEngineFiles);
    var text = new StringBuilder(Templates.supervisord(home));
    for (ProcessSpec process : all()) {
      text.append(process.section(home.log(process.name()).toString(), configKey(process)));
    }
    Disk.write(Supervisor.configuration(home), text.toString(), "rw-------");
  }

  /** Of the files of ours among its arguments. */
  private String configKey(ProcessSpec process) {
    var files = new StringBuilder();
    for (String word : process.command()) {
      String path = word.substring(word.lastIndexOf(':') + 1);
      if (path.startsWith(home.config() + "/")) {
        files.append(Disk.read(Path.of(path)));
      }
    }
    return Integer.toHexString(files.toString().hashCode());
  }

  private ProcessSpec postgres() {
    var command =
        List.of(
            Tool.postgresPrograms().resolve("postgres").toString(),
            "-D",
            Database.mountPoint(home).toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + lab.ports().postgres(),
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=100");
    return new ProcessSpec(
        "postgres",
        command,
        Optional.of(Database.USER),
        "INT",
        lab.ports().postgres(),
        ProcessSpec.STOP_SECONDS);
  }

  private ProcessSpec temporal() {
    var command =
        new ArrayList<>(
            List.of(
                temporal.toString(),
                "server",
                "start-dev",
                "--db-filename",
                home.temporal().resolve("temporal.db").toString(),
                // it looks for its own parts at 127.0.0.1 whatever stands here
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(lab.ports().temporal()),
                "--ui-ip",
                "127.0.0.1",
                "--ui-port",
                Integer.toString(lab.ports().temporalUi()),
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=2",
                "--log-level",
                "warn"));
    SEARCH_ATTRIBUTES.forEach(a -> command.addAll(List.of("--search-attribute", a + "=Keyword")));
    for (String line :
        Disk.read(build.directory().resolve("temporal/dynamic-config")).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        command.addAll(List.of("--dynamic-config-value", line.strip()));
      }
    }
    return ProcessSpec.of("temporal", command, lab.ports().temporal());
  }

  private ProcessSpec spring(Application application, String name, int port) {
    return ProcessSpec.of(name, springCommand(application, name), port);
  }

  private List<String> springCommand(Application application, String config) {
    return build.start(
        application,
        "--spring.config.additional-location=file:"
            + home.config().resolve(config + ".yaml")
            + ",optional:file:"
            + home.config().resolve("local").resolve(config + ".yaml"));
  }

  private ProcessSpec agent(String node) {
    return ProcessSpec.of(
        "node-" + node + "-agent",
        inside(node, springCommand(Application.NODE, "node-" + node)),
        Ports.RELAY);
  }

  private ProcessSpec guard(String node) {
    Path file = home.config().resolve("node-" + node + "-guard.properties");
    return ProcessSpec.of(
        "node-" + node + "-guard",
        inside(node, build.start(Application.GUARD, file.toString())),
        0);
  }

  /**
   * dockerd would take a system's containerd if one runs, and with it a user's; and live-restore
   * needs one that outlives dockerd. So each node has its own.
   */
  private ProcessSpec containerd(String node) {
    return ProcessSpec.of(
        "node-" + node + "-containerd",
        inside(
            node,
            List.of(
                "containerd", "--config", home.run(node).resolve("containerd.toml").toString())),
        0);
  }

  private ProcessSpec dockerd(String node) {
    Path run = home.run(node);
    var command =
        List.of(
            "dockerd",
            "--config-file=" + run.resolve("dockerd.json"),
            "--containerd=" + run.resolve("containerd.sock"),
            "--data-root=" + home.node(node).resolve("docker"),
            "--exec-root=" + run.resolve("exec"),
            "--host=unix://" + run.resolve("docker.sock"),
            // in the node's own network namespace this touches no other daemon's bridge
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false",
            "--userland-proxy=false",
            "--live-restore",
            // desktops are found by their control group's path, which the systemd driver would
            // change
            "--exec-opt=native.cgroupdriver=cgroupfs",
            "--add-runtime=labvm=" + build.base().resolve("labvm-runc"),
            // a file of a dead daemon whose number is taken again would stop the next start
            "--pidfile=",
            "--log-level=warn");
    return ProcessSpec.of("node-" + node + "-dockerd", inside(node, command), 0);
  }

  private void writeEngineFiles(String node) {
    Path run = Disk.directory(home.run(node), "rwx--x--x");
    Disk.write(run.resolve("dockerd.json"), "{}\n", "rw-r--r--");
    Disk.write(run.resolve("containerd.toml"), Templates.containerd(home, node), "rw-r--r--");
  }

  /**
   * Only the network is the node's own. One mount table for all: dockerd must see the overlays that
   * the agent mounts, and an overlay that stayed mounted in some other table could not be used
   * again.
   */
  private List<String> inside(String node, List<String> command) {
    var all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + lab.namespace(node)));
    all.addAll(command);
    return all;
  }
}
