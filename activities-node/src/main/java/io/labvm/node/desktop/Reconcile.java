package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.network.DesktopNetwork;
import io.labvm.node.relay.RunningDesktops;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.rundir.RunDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the node's memory and its real state together: at the agent's start, after the engine was
 * away, and now and then. Never deletes an upper and never unmounts a root.
 */
public final class Reconcile {
  private static final Logger log = LoggerFactory.getLogger(Reconcile.class);

  private final DesktopParts parts;
  private final Desktops desktops;
  private final RunningDesktops running;

  public Reconcile(DesktopParts parts, Desktops desktops, RunningDesktops running) {
    this.parts = parts;
    this.desktops = desktops;
    this.running = running;
  }

  /**
   * Once over everything. A desktop that cannot be put right is named in the log and left for the
   * next time.
   *
   * @throws NodeFailure when the engine does not answer
   */
  public void run() {
    Containers containers = parts.containers();
    DesktopNetwork network = parts.network();
    containers.prepare();
    network.apply();
    for (DesktopId desktop : concerned(containers)) {
      try {
        boolean runs = desktops.reconcile(desktop);
        log.debug("Desktop {} {}", desktop, runs ? "runs" : "does not run");
      } catch (NodeFailure e) {
        log.warn("Reconciling desktop {}: {}", desktop, e.getMessage());
      }
    }
  }

  /** Desktops with a container or a run directory, and those we believe to run. */
  private Set<DesktopId> concerned(Containers containers) {
    Set<DesktopId> found = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    containers.list().stream().map(DesktopContainer::desktop).forEach(found::add);
    found.addAll(running.all().keySet());
    RunDirectories directories = parts.runDirectories();
    try {
      found.addAll(directories.list());
    } catch (IOException e) {
      throw new UncheckedIOException("listing run directories", e);
    }
    return found;
  }

  /**
   * What only a start can bring: the space of what was discarded, a word on lost uppers, and the
   * shipping of what the agent did not finish before.
   */
  public void start() {
    DesktopRoots roots = parts.roots();
    roots.emptyTrash();
    for (DesktopId desktop : roots.list()) {
      if (roots.owner(desktop).isEmpty()) {
        log.warn("The directory of desktop {} has no owner; it is left alone", desktop);
      }
      roots.synced(desktop).filter(parts.sync()::isUnsealed).ifPresent(parts.sync()::start);
    }
  }
}
