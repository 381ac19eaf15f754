package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.segment.SegmentHeader;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes versions of what was shipped: chain checked, folded over the newest version, read back,
 * layer published, version published, segments removed. Killed anywhere, the same request again
 * gives the same version.
 */
public final class Seals {
  private static final int ATTEMPTS = 8;

  private final Store store;

  Seals(Store store) {
    this.store = store;
  }

  /**
   * Seals.
   *
   * @throws LayerException refused, when the chain does not continue the newest version (its
   *     changes are left behind), or does not lead to the head that was named
   */
  public Sealed seal(SealRequest request) throws IOException {
    Versions versions = store.versions(request.desktop());
    Phases phases = new Phases();
    for (int i = 0; i < ATTEMPTS; i++) {
      // Looked for again when a number was lost: perhaps to a repetition of this very operation.
      Optional<Version> before = versions.madeBy(request.operation());
      if (before.isPresent()) {
        complete(request.desktop(), before.get());
        return answer(request.desktop(), before.get(), true, Map.of());
      }
      Version current = versions.newest();
      Optional<Version> made = attempt(request, current, phases);
      if (made.isPresent()) {
        complete(request.desktop(), made.get());
        phases.done("clean");
        boolean created = made.get().number() != current.number();
        return answer(request.desktop(), made.get(), created, phases.seconds());
      }
    }
    throw new LayerException(
        LayerError.BUSY, "others publish versions of desktop " + request.desktop());
  }

  /** The version made, the current one when nothing is staged, or empty when a race was lost. */
  private Optional<Version> attempt(SealRequest request, Version current, Phases phases)
      throws IOException {
    Versions versions = store.versions(request.desktop());
    versions.requireSound(current.number());
    FaultPoint.reach("seal.check.before");
    Optional<String> holder = holder(request);
    Optional<Version> next;
    try {
      next = successor(request, current, phases);
    } catch (IOException e) {
      if (versions.newest().number() == current.number()) {
        throw e;
      }
      return Optional.empty(); // who published that one removes the segments it covers
    }
    if (next.isEmpty()) {
      return versions.newest().number() == current.number()
          ? Optional.of(current)
          : Optional.empty();
    }
    FaultPoint.reach("seal.version.before");
    requireHolder(request, holder);
    boolean published = versions.publish(next.get());
    FaultPoint.reach("seal.version.after");
    phases.done("publish");
    return published ? next : Optional.empty();
  }

  /** The version to publish, its layer made; empty when nothing is staged. */
  private Optional<Version> successor(SealRequest request, Version current, Phases phases)
      throws IOException {
    Chain chain = new Chains(store, request.desktop()).continuing(current, request);
    phases.done("check");
    if (chain.isEmpty()) {
      return Optional.empty();
    }
    boolean goesOn = chain.segments().getFirst().header().predecessor() != null;
    LeftOut leftOut = chain.leftOut(goesOn ? current.leftOut() : LeftOut.NOTHING);
    Digest layer = fold(request, current, chain, leftOut, phases);
    return Optional.of(next(request, current, chain, layer, leftOut.names()));
  }

  private Optional<String> holder(SealRequest request) throws IOException {
    return store.desktops().currentEpoch(request.desktop()).map(e -> e.holder().upperId());
  }

  /**
   * Another upper may have been mounted on the newest version while the chain was folded; a version
   * beneath it now would leave all its changes behind. Who names the head wants just that one.
   */
  private void requireHolder(SealRequest request, Optional<String> before) throws IOException {
    if (request.upTo().isEmpty() && !holder(request).equals(before)) {
      throw new LayerException(
          LayerError.STALE_EPOCH,
          "desktop " + request.desktop() + " was mounted elsewhere while it was sealed");
    }
  }

  private Digest fold(
      SealRequest request, Version current, Chain chain, LeftOut leftOut, Phases phases)
      throws IOException {
    Stack below = store.stacks(request.desktop()).shortest(current);
    List<Digest> inputs = chain.segments().stream().map(s -> s.digest()).toList();
    LayerBuild build =
        new LayerBuild(store, "seal", inputs, List.of(), request.operation(), phases);
    return build.ofSegments(chain, leftOut, store.stacks(request.desktop()), below);
  }

  private Version next(
      SealRequest request, Version current, Chain chain, Digest layer, LeftOut leftOut)
      throws IOException {
    SegmentHeader last = chain.segments().getLast().header();
    List<Digest> layers = new ArrayList<>(store.versions(request.desktop()).layers(current));
    layers.add(layer);
    return new Version(
        current.number() + 1,
        current.base(),
        layers,
        Optional.of(chain.head()),
        last.consistency(),
        last.created(),
        request.trigger(),
        request.label(),
        request.operation(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        leftOut);
  }

  /** What may still be missing behind a published version; harmless to repeat. */
  private void complete(DesktopKey desktop, Version version) throws IOException {
    FaultPoint.reach("seal.presence.before");
    store.layers().require(store.versions(desktop).layers(version));
    FaultPoint.reach("seal.presence.after");
    if (version.covers().isPresent()) {
      new Chains(store, desktop).removeSealed(version.covers().get());
    }
  }

  /** Pruning may have put a folded layer in the place of those the version was made with. */
  private Sealed answer(
      DesktopKey desktop, Version version, boolean created, Map<String, Double> seconds)
      throws IOException {
    List<Digest> layers = store.versions(desktop).layers(version);
    if (layers.isEmpty()) {
      return new Sealed(version.number(), Optional.empty(), created, 0, 0, Map.of(), seconds);
    }
    Digest top = layers.getLast();
    LayerDocument layer = store.layers().get(top);
    return new Sealed(
        version.number(),
        Optional.of(top),
        created,
        layer.summary().entries(),
        layer.summary().imageBytes(),
        notKept(layer),
        seconds);
  }

  private static Map<String, Long> notKept(LayerDocument layer) {
    Map<String, Long> all = new TreeMap<>(layer.summary().omissions());
    layer.leftOut().byCode().forEach((code, names) -> all.merge(code, names.count(), Long::sum));
    return all;
  }
}
