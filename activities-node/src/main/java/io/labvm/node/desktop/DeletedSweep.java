package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.DesktopRoots;
import io.labvm.nodechannel.DesktopNames;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what lies here of desktops that were deleted while this node was away. It rests on the
 * control plane's word that they were, never on their absence from a store that may not be there.
 */
public final class DeletedSweep {
  private static final Logger log = LoggerFactory.getLogger(DeletedSweep.class);

  private final Desktops desktops;
  private final DesktopRoots roots;
  private final Deletions deletions;

  public DeletedSweep(Desktops desktops, DesktopRoots roots, Deletions deletions) {
    this.desktops = desktops;
    this.roots = roots;
    this.deletions = deletions;
  }

  /** Who knows which desktops were deleted. */
  @FunctionalInterface
  public interface Deletions {
    /** Those of some that were deleted for good. */
    List<String> among(List<String> some) throws IOException, InterruptedException;
  }

  /**
   * Once over all desktops; one that cannot be removed is left for the next time.
   *
   * @throws IOException when nobody can be asked
   */
  public void run() throws IOException, InterruptedException {
    List<DesktopId> here = roots.list().stream().filter(this::isDiscardable).toList();
    for (int from = 0; from < here.size(); from += DesktopNames.MOST) {
      sweep(here.subList(from, Math.min(from + DesktopNames.MOST, here.size())));
    }
  }

  private boolean isDiscardable(DesktopId desktop) {
    try {
      return roots.isDiscardable(desktop);
    } catch (NodeFailure e) {
      log.debug("What lies here of desktop {} stays: {}", desktop, e.getMessage());
      return false;
    }
  }

  private void sweep(List<DesktopId> some) throws IOException, InterruptedException {
    Set<String> deleted =
        new HashSet<>(deletions.among(some.stream().map(DesktopId::value).toList()));
    some.stream().filter(desktop -> deleted.contains(desktop.value())).forEach(this::remove);
  }

  private void remove(DesktopId desktop) {
    try {
      desktops.forget(desktop);
      log.info("Desktop {} was deleted while this node was away; what lies here goes", desktop);
    } catch (NodeFailure e) {
      log.warn("What lies here of deleted desktop {} stays: {}", desktop, e.getMessage());
    }
  }
}
