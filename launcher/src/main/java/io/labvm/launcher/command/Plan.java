package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Ports;
import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.network.Network;
import io.labvm.launcher.process.MooseFs;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.UserError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code up} was asked for, laid over what the home has kept. */
final class Plan {
  private static final Set<String> RECIPES = Set.of("tiny", "min", "full");
  private static final int MOST_NODES = 9;

  private final Home home;
  private final Arguments arguments;
  private final Optional<Laboratory> kept;

  Plan(Home home, Arguments arguments) {
    this.home = home;
    this.arguments = arguments;
    this.kept = Laboratory.load(home);
    check();
  }

  private void check() {
    nodeCount();
    certificate();
    checkBase();
    arguments.value("--port-base").map(Plan::number).ifPresent(Ports::from);
    arguments
        .value("--ports")
        .filter(p -> !p.equals("auto"))
        .ifPresent(
            p -> {
              throw UserError.usage("--ports knows only 'auto'");
            });
    if (!isLoopback(listen()) && certificate().isEmpty()) {
      throw new UserError(
          "Not listening on " + listen(),
          "members' passwords would cross the network in plain text",
          "Add --tls-cert FILE --tls-key FILE (PEM), or put a TLS proxy before 127.0.0.1");
    }
    checkKeptPorts();
    checkKeptStore();
  }

  /** What is in one store is not in the other. */
  private void checkKeptStore() {
    boolean other =
        arguments.has("--moosefs")
            && kept.isPresent()
            && kept.get().storeKind() != StoreKind.MOOSEFS;
    if (other) {
      throw new UserError(
          "The store of " + home.path() + " stays a directory",
          "its bases and versions are in " + home.store(),
          "Leave --moosefs out, or use another --home");
    }
  }

  /** Members have noted their addresses, so ports stay what they were. */
  private void checkKeptPorts() {
    Optional<Integer> base = arguments.value("--port-base").map(Plan::number);
    if (kept.isPresent() && base.isPresent() && kept.get().ports().portal() != base.get()) {
      throw new UserError(
          "The ports of " + home.path() + " stay as they are",
          "members know their addresses (portal " + kept.get().ports().portal() + ")",
          "Leave --port-base out, or use another --home");
    }
  }

  /** Before anything is built or started: members could not register with a base that is not. */
  private void checkBase() {
    String base = base();
    if (!basesOnRecipe() && !isInStore(base)) {
      throw new UserError(
          "There is no base '" + base + "'",
          "it is no recipe (tiny, min, full) and " + store() + " holds none of that name",
          "Import it first: ./labvm base import " + base + " FILE.tar");
    }
  }

  private Path store() {
    return kept.map(Laboratory::store).orElse(home.store());
  }

  /** A store that is not mounted yet has what the home ran with before. */
  private boolean isInStore(String base) {
    if (kept.isPresent() && !new MooseFs(kept.get()).isMounted()) {
      return kept.get().base().equals(base);
    }
    return Disk.list(store().resolve("bases")).stream()
        .map(path -> path.getFileName().toString())
        .anyMatch(id -> id.equals(base) || id.matches(Pattern.quote(base) + "-\\d+"));
  }

  Home home() {
    return home;
  }

  /** Whether a laboratory is what was asked for. */
  boolean matches(Laboratory lab) {
    return lab.base().equals(base())
        && lab.nodes().size() == nodeCount()
        && lab.listen().equals(listen())
        && lab.certificate().equals(certificate())
        && lab.faultPoints().equals(faultPoints())
        && lab.storeKind() == storeKind();
  }

  /** Decides everything; the home must exist. */
  Laboratory settle(Home made) {
    return new Laboratory(
        made,
        kept.map(Laboratory::ports).orElseGet(this::newPorts),
        kept.map(Laboratory::subnet).orElseGet(() -> Network.freeSubnet(made)),
        base(),
        Laboratory.nodeIds(nodeCount()),
        listen(),
        certificate(),
        faultPoints(),
        storeKind());
  }

  String base() {
    String base = arguments.value("--base").or(() -> kept.map(Laboratory::base)).orElse("min");
    if (!RECIPES.contains(base) && !base.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw UserError.usage("--base is tiny, min, full or the name of an imported base");
    }
    return base;
  }

  /** What the store lies on. */
  StoreKind storeKind() {
    return arguments.has("--moosefs")
        ? StoreKind.MOOSEFS
        : kept.map(Laboratory::storeKind).orElse(StoreKind.DIRECTORY);
  }

  /** Whether the base is made here from packages. */
  boolean basesOnRecipe() {
    return RECIPES.contains(base());
  }

  private int nodeCount() {
    int kept = this.kept.map(l -> l.nodes().size()).orElse(0);
    int count = arguments.value("--nodes").map(Plan::number).orElse(kept == 0 ? 2 : kept);
    if (count < 1 || count > MOST_NODES) {
      throw UserError.usage("--nodes must be between 1 and " + MOST_NODES);
    }
    if (count < kept) {
      throw new UserError(
          "Not fewer nodes than before", "desktops live on all " + kept + " of them", "");
    }
    return count;
  }

  private String listen() {
    return arguments.value("--listen").or(() -> kept.map(Laboratory::listen)).orElse("127.0.0.1");
  }

  private Optional<Laboratory.Certificate> certificate() {
    Optional<Path> chain = arguments.value("--tls-cert").map(Plan::readable);
    Optional<Path> key = arguments.value("--tls-key").map(Plan::readable);
    if (chain.isPresent() != key.isPresent()) {
      throw UserError.usage("--tls-cert and --tls-key belong together");
    }
    return chain
        .map(c -> new Laboratory.Certificate(c, key.orElseThrow()))
        .or(() -> kept.flatMap(Laboratory::certificate));
  }

  private Optional<Path> faultPoints() {
    return arguments.value("--fault-points").map(p -> Path.of(p).toAbsolutePath());
  }

  private Ports newPorts() {
    return arguments
        .value("--port-base")
        .map(Plan::number)
        .map(Ports::from)
        .orElseGet(() -> arguments.value("--ports").isPresent() ? Ports.free() : Ports.DEFAULT);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      throw UserError.usage("--listen " + address + " is no address of this machine");
    }
  }

  private static Path readable(String file) {
    Path path = Path.of(file).toAbsolutePath();
    if (!Files.isReadable(path)) {
      throw UserError.usage("Cannot read " + path);
    }
    return path;
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,5}")) {
      throw UserError.usage("'" + text + "' is not a number");
    }
    return Integer.parseInt(text);
  }
}
