package io.labvm.launcher.home;

import io.labvm.launcher.shell.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one home runs: everything that is decided before a process is started.
 *
 * @param ports all TCP ports
 * @param subnet first three numbers of the nodes' network, such as {@code 10.77.12}
 * @param base recipe of the base that new desktops get
 * @param nodes ids of the nodes, in the order of their addresses
 * @param listen address of portal and gateway
 * @param certificate PEM files for HTTPS, or none for plain HTTP
 * @param faultPoints directory in which tests hold activities
 * @param storeKind what the store lies on; fixed when the home is made
 */
public record Laboratory(
    Home home,
    Ports ports,
    String subnet,
    String base,
    List<String> nodes,
    String listen,
    Optional<Certificate> certificate,
    Optional<Path> faultPoints,
    StoreKind storeKind) {
  /** A PEM certificate chain and its private key. */
  public record Certificate(Path chain, Path key) {}

  /** Node ids of a home with so many nodes. */
  public static List<String> nodeIds(int count) {
    var ids = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      ids.add("n" + i);
    }
    return List.copyOf(ids);
  }

  /** The host's address on the nodes' bridge. */
  public String bridgeAddress() {
    return subnet + ".1";
  }

  /** A node's address on the bridge. */
  public String address(String node) {
    return subnet + "." + (11 + nodes.indexOf(node));
  }

  /** Where the control plane sees the store. */
  public Path store() {
    return storeKind == StoreKind.MOOSEFS ? home.mounts().resolve("control") : home.store();
  }

  /** Where a node sees the store: by a client of its own, so that it can be cut off alone. */
  public Path store(String node) {
    return storeKind == StoreKind.MOOSEFS ? home.mounts().resolve("node-" + node) : home.store();
  }

  /** Where all sides see the store. */
  public List<Path> stores() {
    return Stream.concat(Stream.of(store()), nodes.stream().map(this::store)).distinct().toList();
  }

  /** Where the servers of a MooseFS listen, below the addresses of the nodes. */
  public String mooseFsAddress() {
    return subnet + ".10";
  }

  /** Name of the network namespace of a MooseFS's servers. */
  public String mooseFsNamespace() {
    return namespace("moosefs");
  }

  /** Name of a node's network namespace. */
  public String namespace(String node) {
    return "lv" + home.hash() + "-" + node;
  }

  /** Control group under which a node's desktops run. */
  public String controlGroup(String node) {
    return "/labvm-" + home.hash() + "-" + node;
  }

  /** What a browser opens. */
  public String portalUrl() {
    return (certificate.isPresent() ? "https" : "http")
        + "://"
        + publicHost()
        + ":"
        + ports.portal();
  }

  /** Where the portal is reached from this machine. */
  public String localPortalUrl() {
    return (certificate.isPresent() ? "https" : "http")
        + "://"
        + localHost()
        + ":"
        + ports.portal();
  }

  /** The Temporal server's own pages, on loopback only. */
  public String temporalUiUrl() {
    return "http://127.0.0.1:" + ports.temporalUi();
  }

  /** The host name in addresses shown to members. */
  public String publicHost() {
    return listensEverywhere() ? localName() : listen;
  }

  private String localHost() {
    return listensEverywhere() ? "127.0.0.1" : listen;
  }

  private boolean listensEverywhere() {
    return listen.equals("0.0.0.0") || listen.equals("::");
  }

  private static String localName() {
    try {
      return java.net.InetAddress.getLocalHost().getCanonicalHostName();
    } catch (java.net.UnknownHostException e) {
      throw new UserError(
          "No name for this machine", String.valueOf(e.getMessage()), "Name it in --listen");
    }
  }

  /** What the home kept from its last start; nothing for one that never ran. */
  public static Optional<Laboratory> load(Home home) {
    var settings = Settings.of(home);
    Optional<Ports> ports = Ports.load(home);
    Optional<String> subnet = new Settings(Ports.file(home)).get("subnet");
    if (ports.isEmpty() || subnet.isEmpty() || settings.get("nodes").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Laboratory(
            home,
            ports.get(),
            subnet.get(),
            settings.get("base").orElse("min"),
            nodeIds(Integer.parseInt(settings.get("nodes").orElse("2"))),
            settings.get("listen").orElse("127.0.0.1"),
            settings
                .get("tls.certificate")
                .map(c -> new Certificate(Path.of(c), Path.of(settings.get("tls.key").orElse("")))),
            settings.get("fault-points").map(Path::of),
            settings.get("store").map(StoreKind::of).orElse(StoreKind.DIRECTORY)));
  }

  /** Keeps all of it in the home. */
  public void save() {
    ports.save(home);
    new Settings(Ports.file(home)).set("subnet", subnet).save();
    Settings.of(home)
        .set("base", base)
        .set("nodes", Integer.toString(nodes.size()))
        .set("listen", listen)
        .set("tls.certificate", certificate.map(c -> c.chain().toString()).orElse(""))
        .set("tls.key", certificate.map(c -> c.key().toString()).orElse(""))
        .set("store", storeKind.setting())
        .set("fault-points", faultPoints.map(Path::toString).orElse(""))
        .save();
  }
}
