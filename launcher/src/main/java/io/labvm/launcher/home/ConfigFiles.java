package io.labvm.launcher.home;

import io.labvm.launcher.shell.Disk;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the configuration file of every application, with the keys of docs/wiring.md. */
public final class ConfigFiles {
  private static final String DESKTOP_SUBNET = "10.213.0.0/16";
  private static final long GIB = 1L << 30;

  private final Laboratory lab;
  private final Home home;

  public ConfigFiles(Laboratory lab) {
    this.lab = lab;
    this.home = lab.home();
  }

  /** Writes all of them; files that would not change are left alone. */
  public void write() {
    yaml("portal", portal());
    yaml("control", control());
    yaml("store", store());
    yaml("gateway", gateway());
    for (String node : lab.nodes()) {
      yaml("node-" + node, node(node));
      save(home.config().resolve("node-" + node + "-guard.properties"), guard(node));
    }
    // a directory of its own: Spring reads every file in it as a property
    Disk.directory(home.secrets().resolve("db"), "rwx------");
    save(home.secrets().resolve("db/spring.datasource.password"), home.secret("pg-password"));
  }

  private Map<String, Object> portal() {
    var keys = web("portal", lab.listen(), lab.ports().portal(), lab.ports().nodeChannel());
    lab.certificate()
        .ifPresent(
            c -> {
              // a bundle, because that one is read again when the files are renewed
              keys.put("server.ssl.bundle", "web");
              String bundle = "spring.ssl.bundle.pem.web.";
              keys.put(bundle + "keystore.certificate", "file:" + c.chain());
              keys.put(bundle + "keystore.private-key", "file:" + c.key());
              keys.put(bundle + "reload-on-update", "true");
            });
    String portal = "labvm.portal.";
    keys.put(portal + "home-name", home.path().toString());
    keys.put(portal + "public-host", lab.publicHost());
    keys.put(portal + "public-url", lab.portalUrl());
    keys.put(portal + "temporal-ui-url", lab.temporalUiUrl());
    keys.put(portal + "first-admin-password-file", secret("admin-password"));
    keys.put(portal + "admin-token-file", secret("admin-token"));
    keys.put(portal + "internal-token-file", secret("internal-token"));
    keys.put(portal + "seal-key-file", secret("seal-key"));
    keys.put(portal + "ticket-key-file", secret("ticket-key.pem"));
    keys.put(portal + "ca-file", secret("ca.pem"));
    keys.put(portal + "vnc-ports.first", lab.ports().vncFirst());
    keys.put(portal + "vnc-ports.count", lab.ports().vncCount());
    keys.put(portal + "ssh-ports.first", lab.ports().sshFirst());
    keys.put(portal + "ssh-ports.count", lab.ports().sshCount());
    keys.put(portal + "desktop-subnet", DESKTOP_SUBNET);
    keys.put(portal + "default-base", lab.base());
    keys.put(portal + "store-path", lab.store().toString());
    keys.put(portal + "store-reading-url", "https://127.0.0.1:" + lab.ports().storeReading());
    keys.put(portal + "limits.milli-cpus", Runtime.getRuntime().availableProcessors() * 1000);
    keys.put(portal + "limits.memory", desktopMemory());
    keys.put(portal + "limits.pids", 4096);
    // tests register more members from one address than people do
    lab.faultPoints().ifPresent(_ -> keys.put(portal + "throttle.registrations", 100_000));
    return keys;
  }

  private Map<String, Object> control() {
    return web("control", "127.0.0.1", lab.ports().controlHealth(), lab.ports().controlChannel());
  }

  private Map<String, Object> web(String receiver, String address, int port, int channelPort) {
    var keys = common("127.0.0.1");
    keys.put("server.address", address);
    keys.put("server.port", port);
    keys.put(
        "spring.datasource.url",
        "jdbc:postgresql://127.0.0.1:" + lab.ports().postgres() + "/labvm");
    keys.put("spring.datasource.username", "labvm");
    keys.put("spring.config.import", "configtree:" + home.secrets().resolve("db") + "/");
    String channel = "labvm.node-channel.";
    keys.put(channel + "address", lab.bridgeAddress());
    keys.put(channel + "port", channelPort);
    keys.put(channel + "ca-keystore", secret("ca.p12"));
    keys.put(channel + "ca-password-file", secret("ca-password"));
    keys.put(channel + "ticket-public-key-file", secret("ticket-key.pub.pem"));
    keys.put(channel + "seal-key-file", secret("seal-key"));
    keys.put(channel + "receiver", receiver);
    return keys;
  }

  private Map<String, Object> store() {
    var keys = common("127.0.0.1");
    keys.put("labvm.store.path", lab.store().toString());
    String reading = "labvm.store.reading.";
    keys.put(reading + "address", "127.0.0.1");
    keys.put(reading + "port", lab.ports().storeReading());
    keys.put(reading + "keystore", secret("store-key.p12"));
    keys.put(reading + "password-file", secret("store-key-password"));
    return keys;
  }

  private Map<String, Object> gateway() {
    var keys = new LinkedHashMap<String, Object>();
    String gateway = "labvm.gateway.";
    keys.put(gateway + "listen", lab.listen());
    keys.put(gateway + "portal-url", lab.localPortalUrl());
    lab.certificate()
        .ifPresent(c -> keys.put(gateway + "portal-certificate-file", c.chain().toString()));
    keys.put(gateway + "internal-token-file", secret("internal-token"));
    keys.put(gateway + "ticket-key-file", secret("ticket-key.pem"));
    keys.put(gateway + "ca-file", secret("ca.pem"));
    keys.put(gateway + "state-dir", home.path().resolve("gateway").toString());
    return keys;
  }

  private Map<String, Object> node(String node) {
    var keys = common(lab.bridgeAddress());
    String prefix = "labvm.node.";
    keys.put(prefix + "id", node);
    keys.put(prefix + "home", home.hash());
    keys.put(prefix + "state-dir", home.node(node).resolve("state").toString());
    keys.put(prefix + "run-dir", home.run(node).toString());
    keys.put(prefix + "identity-dir", home.node(node).resolve("identity").toString());
    keys.put(prefix + "docker-host", "unix://" + home.run(node).resolve("docker.sock"));
    keys.put(prefix + "store-path", lab.store(node).toString());
    keys.put(prefix + "denied-networks", List.of(lab.subnet() + ".0/24"));
    keys.put(prefix + "subnet", DESKTOP_SUBNET);
    keys.put(prefix + "cgroup-parent", lab.controlGroup(node));
    keys.put(prefix + "share", lab.nodes().size());
    keys.put(prefix + "channel.urls", channels());
    keys.put(prefix + "relay.address", lab.address(node));
    keys.put(prefix + "relay.port", Ports.RELAY);
    keys.put(prefix + "metrics.address", lab.address(node));
    keys.put(prefix + "metrics.password-file", secret("metrics-password"));
    return keys;
  }

  private String guard(String node) {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("node", node);
    keys.put("channels", String.join(",", channels()));
    keys.put("identity", home.node(node).resolve("identity"));
    keys.put("stateDir", home.node(node).resolve("state"));
    keys.put("runDir", home.run(node));
    keys.put("storePath", lab.store(node));
    keys.put("cgroupParent", lab.controlGroup(node));
    keys.put("beaconMillis", 2000);
    keys.put("cgroupRoot", "/sys/fs/cgroup");
    return keys.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** Base addresses of the node channel, tried in turn. */
  public List<String> channels() {
    return List.of(
        "https://" + lab.bridgeAddress() + ":" + lab.ports().nodeChannel(),
        "https://" + lab.bridgeAddress() + ":" + lab.ports().controlChannel());
  }

  private Map<String, Object> common(String temporal) {
    var keys = new LinkedHashMap<String, Object>();
    keys.put("spring.temporal.connection.target", temporal + ":" + lab.ports().temporal());
    keys.put("spring.temporal.namespace", "default");
    lab.faultPoints().ifPresent(d -> keys.put("labvm.fault-points-dir", d.toString()));
    return keys;
  }

  /** Two desktops per node fit, and no desktop gets less than it can start in. */
  private String desktopMemory() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long gib = system.getTotalMemorySize() / GIB / (2L * lab.nodes().size());
    return Math.clamp(gib, 1, 64) + "GB";
  }

  private String secret(String name) {
    return home.secrets().resolve(name).toString();
  }

  private void yaml(String name, Map<String, Object> keys) {
    save(home.config().resolve(name + ".yaml"), toYaml(keys));
  }

  /** Flat keys are YAML, too; texts are JSON strings, which YAML reads. */
  static String toYaml(Map<String, Object> keys) {
    var text = new StringBuilder("# written by ./labvm up\n");
    keys.forEach((key, value) -> text.append(key).append(": ").append(scalar(value)).append('\n'));
    return text.toString();
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Number n -> n.toString();
      case List<?> list ->
          list.stream().map(ConfigFiles::scalar).collect(Collectors.joining(", ", "[", "]"));
      default -> "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    };
  }

  private static void save(Path file, String text) {
    if (!text.equals(Disk.read(file))) {
      Disk.write(file, text, "rw-------");
    }
  }
}
