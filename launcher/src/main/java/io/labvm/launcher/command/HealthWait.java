package io.labvm.launcher.command;

import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.portal.Portal;
import io.labvm.launcher.process.Engine;
import io.labvm.launcher.process.MooseFs;
import io.labvm.launcher.process.Supervisor;
import io.labvm.launcher.shell.UserError;
import io.labvm.launcher.shell.Wait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits for what has been started, and says what is wrong when it does not come. */
final class HealthWait {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int LOG_LINES = 20;

  private final Context context;
  private final Laboratory lab;

  HealthWait(Context context, Laboratory lab) {
    this.context = context;
    this.lab = lab;
  }

  static boolean isHealthy(Laboratory lab) {
    try (var portal = new Portal(lab)) {
      return portal.health().map(Portal.Health::healthy).orElse(false);
    }
  }

  /** Database, Temporal and the engines answer. */
  void awaitFoundation(Duration limit) {
    must("postgres", limit, () -> listens("127.0.0.1", lab.ports().postgres()));
    must("temporal", limit, () -> listens("127.0.0.1", lab.ports().temporal()));
    awaitStore(limit);
    for (String node : lab.nodes()) {
      var engine = new Engine(lab.home().run(node).resolve("docker.sock"));
      must("node-" + node + "-dockerd", limit, engine::isUp);
    }
  }

  /** The store's file system is mounted on all sides and has its servers. */
  void awaitStore(Duration limit) {
    var moosefs = new MooseFs(lab);
    must("store-mount", limit, moosefs::isReady);
  }

  void awaitPortal(Duration limit) {
    try (var portal = new Portal(lab)) {
      must(
          "portal",
          limit,
          () -> portal.isReady() && listens(lab.bridgeAddress(), lab.ports().nodeChannel()));
    }
  }

  private void must(String process, Duration limit, java.util.function.BooleanSupplier condition) {
    if (!Wait.until(limit, PAUSE, condition)) {
      throw failure(process, "it does not answer after " + limit.toSeconds() + " s");
    }
  }

  /** Everything is healthy in the portal's eyes. */
  void await(Duration limit) {
    try (var portal = new Portal(lab)) {
      boolean healthy =
          Wait.until(
              limit,
              PAUSE,
              () -> {
                Optional<Portal.Health> health = portal.health();
                context
                    .progress()
                    .detail(
                        "health", health.map(HealthWait::missing).orElse("waiting for the portal"));
                return health.map(Portal.Health::healthy).orElse(false);
              });
      if (!healthy) {
        throw explain(portal.health());
      }
    }
  }

  private static String missing(Portal.Health health) {
    return "waiting for "
        + health.checks().stream()
            .filter(c -> !c.ok())
            .map(Portal.Health.Check::name)
            .collect(Collectors.joining(", "));
  }

  private UserError explain(Optional<Portal.Health> health) {
    for (Supervisor.State state : new Supervisor(lab.home()).states().values()) {
      if (!state.isRunning()) {
        return failure(state.name(), "it is " + state.state());
      }
    }
    if (health.isEmpty()) {
      return failure("portal", "it does not answer");
    }
    var check = health.get().checks().stream().filter(c -> !c.ok()).findFirst();
    return check
        .map(c -> failure(process(c), "check " + c.name() + ": " + c.detail()))
        .orElseGet(() -> failure("portal", "it is not healthy"));
  }

  /** The process whose log tells most about a failed check. */
  private String process(Portal.Health.Check check) {
    String name = (check.name() + " " + check.detail()).toLowerCase(java.util.Locale.ROOT);
    for (String process : new Supervisor(lab.home()).states().keySet()) {
      if (name.contains(process)) {
        return process;
      }
    }
    for (String node : lab.nodes()) {
      if (name.contains(node)) {
        return "node-" + node + (name.contains("beacon") ? "-guard" : "-agent");
      }
    }
    return name.contains("workflow") ? "control" : "portal";
  }

  private UserError failure(String process, String reason) {
    List<String> lines = UpCommand.tail(lab.home().log(process), LOG_LINES);
    lines.forEach(l -> context.progress().say(process + " | " + l));
    return new UserError(
        "Process " + process + " is not healthy",
        reason,
        "The lines above are the end of " + lab.home().log(process));
  }

  private static boolean listens(String address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
