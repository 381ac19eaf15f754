package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.network.Network;
import io.labvm.launcher.network.Sysctls;
import io.labvm.launcher.process.ControlGroups;
import io.labvm.launcher.process.Engine;
import io.labvm.launcher.process.MooseFs;
import io.labvm.launcher.process.Mounts;
import io.labvm.launcher.process.Strays;
import io.labvm.launcher.process.Supervisor;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.SideBySide;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a laboratory down, from any state: half started, crashed, after a reboot, or down already.
 * Desktops keep what they are meant to be, so the next start brings them back.
 */
final class Stopper {
  /** Nobody may act on the end of a desktop, so whoever could goes first. */
  private static final List<String> CONTROL = List.of("gateway", "portal", "control");

  private static final List<String> FOUNDATION = List.of("store", "temporal", "postgres");

  private final Context context;
  private final Home home;
  private final Supervisor supervisor;

  Stopper(Context context, Home home) {
    this.context = context;
    this.home = home;
    this.supervisor = new Supervisor(home);
  }

  /**
   * Stops.
   *
   * @param keepDesktops only the control plane stops; nodes and desktops run on
   */
  void stop(boolean keepDesktops) {
    List<String> nodes =
        Disk.list(home.path().resolve("nodes")).stream()
            .map(p -> p.getFileName().toString())
            .toList();
    if (!keepDesktops) {
      stopAll(MooseFs.releaseSilent(home));
    }
    if (!supervisor.isUp()) {
      Strays.endActors(home.hash());
    }
    context.progress().run("stopping the control plane", () -> stopAll(CONTROL));
    if (!keepDesktops) {
      context.progress().run("stopping nodes", () -> stopNodes(nodes));
    }
    context.progress().run("stopping database and Temporal", () -> stopAll(FOUNDATION));
    if (!keepDesktops) {
      stopMooseFs(nodes);
      clear(nodes);
    }
  }

  private void stopNodes(List<String> nodes) {
    stopAll(each(nodes, "-agent"));
    stopAll(each(nodes, "-guard"));
    try (var work = new SideBySide()) {
      nodes.forEach(
          n -> work.run(() -> new Engine(home.run(n).resolve("docker.sock")).removeDesktops()));
      work.joinAll();
    }
    stopAll(each(nodes, "-dockerd"));
    stopAll(each(nodes, "-containerd"));
  }

  private void stopMooseFs(List<String> nodes) {
    stopAll(MooseFs.clients(nodes));
    MooseFs.SERVERS.forEach(supervisor::stop);
  }

  private static List<String> each(List<String> nodes, String process) {
    return nodes.stream().map(n -> "node-" + n + process).toList();
  }

  private void stopAll(List<String> names) {
    try (var work = new SideBySide()) {
      names.forEach(name -> work.run(() -> supervisor.stop(name)));
      work.joinAll();
    }
  }

  private void clear(List<String> nodes) {
    supervisor.shutdown();
    Strays.end(home.hash());
    nodes.forEach(n -> ControlGroups.end("/labvm-" + home.hash() + "-" + n));
    var stuck = new ArrayList<Path>(Mounts.unmountBelow(home.run()));
    stuck.addAll(Mounts.unmountBelow(home.path()));
    Network.down(home);
    Sysctls.restore(home).forEach(c -> context.progress().say("kernel setting " + c));
    if (!stuck.isEmpty()) {
      throw new UserError(
          "Not everything is unmounted",
          stuck.getFirst() + " is in use",
          "fuser -vm " + stuck.getFirst() + " names the process; end it, then ./labvm down again");
    }
    Disk.delete(home.run());
    removeOldBuilds();
  }

  /** Running desktops hold on to the runtime of the build they were started by; none runs now. */
  private void removeOldBuilds() {
    context
        .installed(home)
        .ifPresent(
            current ->
                Disk.list(home.applications()).stream()
                    .filter(p -> !p.equals(current.directory()))
                    .forEach(Disk::delete));
  }
}
