package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.CaptureUpper;
import io.labvm.contract.node.Captured;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.store.ChainHead;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Covers;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.linux.Freezer;
import io.labvm.node.container.Containers;
import io.labvm.node.container.DesktopContainer;
import io.labvm.node.failure.NodeFailure;
import io.labvm.node.root.DesktopRoots;
import io.labvm.node.root.Owner;
import io.labvm.node.root.RootFailures;
import io.labvm.node.sync.DesktopSync;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Captures of desktops on this node. They keep no other step of the desktop out, so that a stop
 * need not wait for a store that is away.
 */
public final class Captures {
  private final Containers containers;
  private final DesktopRoots roots;
  private final DesktopSync sync;
  private final NodeId node;
  private final Map<DesktopId, Taken> taken = new ConcurrentHashMap<>();

  /** A capture that has ended; times in epoch milliseconds and in milliseconds. */
  public record Taken(long atMillis, long bytes, long stoodStillMillis) {}

  /**
   * @param node this one
   */
  public Captures(DesktopParts parts, NodeId node) {
    this.node = node;
    this.containers = parts.containers();
    this.roots = parts.roots();
    this.sync = parts.sync();
  }

  /** The last one of each desktop since the agent's start. */
  public Map<DesktopId, Taken> taken() {
    return Map.copyOf(taken);
  }

  /** As the contract's step. */
  public Captured capture(CaptureUpper request) {
    DesktopId desktop = request.desktop();
    Optional<SyncedUpper> here = roots.synced(desktop);
    boolean freed = roots.owner(desktop).filter(Owner::freed).isPresent();
    if (freed || (here.isEmpty() && hasOnlyMovedHere(desktop))) {
      return nothing();
    }
    SyncedUpper upper = upper(request, here);
    Optional<DesktopContainer> running = containers.find(desktop).filter(DesktopContainer::running);
    return RootFailures.attempt(
        "capturing desktop " + desktop,
        FailureCode.STORE_UNAVAILABLE,
        () -> {
          try {
            return running.isEmpty() && sync.isGoneBackFrom(upper)
                ? nothing()
                : noted(desktop, answer(upper, decide(desktop, upper, running)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeFailure(FailureCode.NODE_UNAVAILABLE, "the agent ends", e);
          }
        });
  }

  /** Of desktops that are not here any more nothing is kept. */
  private Captured noted(DesktopId desktop, Captured captured) {
    taken.keySet().retainAll(roots.list());
    taken.put(
        desktop, new Taken(System.currentTimeMillis(), captured.bytes(), captured.frozenMillis()));
    return captured;
  }

  /** Versions hold all of it. */
  private static Captured nothing() {
    return new Captured(null, Consistency.STOPPED.code(), 0, 0, 0);
  }

  /** It was switched to this node while it was stopped, and has not been started here. */
  private boolean hasOnlyMovedHere(DesktopId desktop) {
    return RootFailures.attempt(
        "asking who holds desktop " + desktop,
        FailureCode.STORE_UNAVAILABLE,
        () -> sync.isHeldElsewhere(desktop, node));
  }

  /** An epoch taken by a start that came to nothing is the upper's too. */
  private static SyncedUpper upper(CaptureUpper request, Optional<SyncedUpper> here) {
    SyncedUpper upper =
        here.orElseThrow(
            () ->
                new NodeFailure(
                    FailureCode.UPPER_MISSING,
                    "desktop " + request.desktop() + " has no upper on this node"));
    if (upper.epoch() > request.epoch()) {
      throw new NodeFailure(
          FailureCode.STALE_EPOCH,
          "this node has seen epoch %d of desktop %s, asked for %d"
              .formatted(upper.epoch(), request.desktop(), request.epoch()));
    }
    return new SyncedUpper(
        upper.desktop(),
        upper.upperId(),
        request.epoch(),
        upper.upper(),
        upper.index(),
        upper.spool());
  }

  private Decided decide(DesktopId desktop, SyncedUpper upper, Optional<DesktopContainer> running)
      throws IOException, InterruptedException {
    if (running.isEmpty()) {
      Consistency worth = roots.isInUse(desktop) ? Consistency.LIVE : Consistency.STOPPED;
      return sync.capture(upper, worth, OptionalLong.empty());
    }
    return sync.capture(upper, Consistency.FROZEN, OptionalLong.of(running.get().pid()));
  }

  private static Captured answer(SyncedUpper upper, Decided decided) {
    Optional<Covers> head = decided.head();
    return new Captured(
        head.map(
                h ->
                    new ChainHead(new UpperId(upper.upperId()), h.segment(), h.digest().toString()))
            .orElse(null),
        decided.result().consistency().code(),
        decided.result().entries(),
        decided.result().bytes(),
        decided.stoodStill().toMillis());
  }

  /** As the contract's step. */
  public void thaw(DesktopId desktop) {
    Optional<DesktopContainer> running = containers.find(desktop).filter(DesktopContainer::running);
    if (running.isEmpty()) {
      return;
    }
    boolean ignored =
        RootFailures.attempt(
            "thawing desktop " + desktop,
            FailureCode.CONTAINER_FAILED,
            () -> {
              try (Freezer freezer = Freezer.of(running.get().pid())) {
                freezer.thaw();
                return true;
              }
            });
  }
}
