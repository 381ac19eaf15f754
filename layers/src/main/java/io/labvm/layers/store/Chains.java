package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which staged chain continues the newest version of a desktop; everything else is left behind. */
final class Chains {
  private final Store store;
  private final DesktopKey desktop;

  Chains(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  private Staging staging(String upperId) {
    return store.desktops().staging(desktop, upperId);
  }

  /**
   * What may be sealed onto a version now: of a chain up to a head, or of the current holder's up
   * to its newest commit, or the newest before what is damaged.
   *
   * @throws LayerException refused, when the chain does not continue that version
   */
  Chain continuing(Version current, SealRequest request) throws IOException {
    Optional<Covers> head = request.upTo();
    Optional<Epoch> holder = store.desktops().currentEpoch(desktop);
    if (head.isEmpty() && holder.isEmpty()) {
      return Chain.NOTHING;
    }
    String upper =
        head.map(Covers::upperId).orElseGet(() -> holder.orElseThrow().holder().upperId());
    Optional<Covers> covered = current.covers().filter(c -> c.upperId().equals(upper));
    if (covered.isPresent() && head.isPresent() && isIn(covered.get(), head.get())) {
      return Chain.NOTHING;
    }
    Epoch epoch = store.desktops().epochOf(desktop, upper).orElseThrow(() -> unknown(upper));
    if (covered.isEmpty() && epoch.version() != current.number()) {
      if (isInAVersion(upper, head)) {
        return Chain.NOTHING;
      }
      throw leftBehind(upper, epoch, current);
    }
    Chain.Walk walk = new Chain.Walk(staging(upper), upper, epoch.number(), covered);
    return head.isPresent() ? walk.to(head.get()) : walk.toNewestCommit(request.recovers());
  }

  /**
   * Whether versions hold all of an upper, so that going back to an older one lost nothing of it.
   */
  private boolean isInAVersion(String upper, Optional<Covers> head) throws IOException {
    List<Covers> held =
        store.versions(desktop).list().stream()
            .map(Version::covers)
            .flatMap(Optional::stream)
            .filter(c -> c.upperId().equals(upper))
            .toList();
    return head.isPresent()
        ? held.stream().anyMatch(c -> isIn(c, head.get()))
        : staging(upper).numbers().stream()
            .allMatch(number -> held.stream().anyMatch(c -> number <= c.segment()));
  }

  private static boolean isIn(Covers covered, Covers head) {
    return head.segment() < covered.segment() || head.equals(covered);
  }

  private LayerException unknown(String upper) {
    return new LayerException(
        LayerError.REFUSED, "no epoch of desktop " + desktop + " names upper " + upper);
  }

  private LayerException leftBehind(String upper, Epoch epoch, Version current) {
    return new LayerException(
        LayerError.REFUSED,
        "left behind: upper %s stands on version %d, and version %d does not hold its chain"
            .formatted(upper, epoch.version(), current.number()));
  }

  /** Removes the segments a version holds, oldest first. */
  void removeSealed(Covers covers) throws IOException {
    Staging staging = staging(covers.upperId());
    for (long number : staging.numbers()) {
      if (number <= covers.segment()) {
        FaultPoint.reach("seal.remove-segment.before");
        staging.remove(List.of(number));
        FaultPoint.reach("seal.remove-segment.after");
      }
    }
  }
}
