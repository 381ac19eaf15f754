package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Staging;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The segments of one upper in the store, as far as its index accounts for them. The index is what
 * counts: it says what the next segment builds on.
 */
final class Chain {
  private final Store store;
  private final DesktopKey desktop;
  private final String upperId;
  private final long epoch;
  private final Staging staging;

  Chain(Store store, DesktopKey desktop, String upperId, long epoch) {
    this.store = store;
    this.desktop = desktop;
    this.upperId = upperId;
    this.epoch = epoch;
    this.staging = store.desktops().staging(desktop, upperId);
  }

  /** Header of the first segment of the next batch. */
  SegmentHeader next(Head head, Consistency consistency) {
    long number = head.segment() + 1;
    Digest predecessor = head.segment() == 0 ? null : head.digest();
    return new SegmentHeader(
        upperId, number, epoch, predecessor, number, consistency, Instant.now());
  }

  /** Stale-epoch or store-unavailable when this holder may not or cannot ship now. */
  void requireEpoch() throws LayerException {
    store.desktops().requireEpoch(desktop, epoch);
  }

  Staging staging() {
    return staging;
  }

  /**
   * Brings index and store to what both have. Segments the index does not know are void: whoever
   * made them died before it was told, so what comes next does not build on them, and they are
   * removed. Frames whose segments the store lost are dropped.
   *
   * @return the last segment a version has of this chain; empty when none has
   * @throws LayerException damaged when the index is lost
   */
  Optional<Covers> reconcile(Index index) throws IOException {
    Optional<Covers> sealed = sealed();
    while (!isShared(index.head(), sealed)) {
      Head before = index.head();
      long from = sealed.map(Covers::segment).orElse(0L);
      if (before.segment() <= from) {
        throw lost(before, from);
      }
      var ignored = index.dropAfter(Math.max(from, lastPresent(from, before.segment())));
      if (index.head().equals(before)) {
        ignored = index.dropAfter(before.segment() - 1);
      }
      if (index.head().segment() < from) {
        throw lost(index.head(), from);
      }
    }
    removeVoid(index.head());
    return sealed;
  }

  private LayerException lost(Head head, long sealed) {
    return new LayerException(
        LayerError.DAMAGED,
        "the index of upper %s knows segment %d, a version has %d of another chain or more"
            .formatted(upperId, head.segment(), sealed));
  }

  /** The newest version that holds part of this chain. */
  private Optional<Covers> sealed() throws IOException {
    Versions versions = store.versions(desktop);
    for (int number : versions.numbers()) {
      Version version = versions.get(number);
      Optional<Covers> covers = version.covers().filter(c -> c.upperId().equals(upperId));
      if (covers.isPresent()) {
        return covers;
      }
    }
    return Optional.empty();
  }

  private boolean isShared(Head head, Optional<Covers> sealed) throws IOException {
    long from = sealed.map(Covers::segment).orElse(0L);
    if (head.segment() < from) {
      return false;
    }
    if (head.segment() == from) {
      return from == 0 || sealed.get().digest().equals(head.digest());
    }
    return lastPresent(from, head.segment()) == head.segment()
        && digest(head.segment()).filter(head.digest()::equals).isPresent();
  }

  /** How far the store has the segments behind a number without a gap. */
  private long lastPresent(long from, long to) {
    long last = from;
    while (last < to && staging.has(last + 1)) {
      last++;
    }
    return last;
  }

  private Optional<Digest> digest(long number) throws IOException {
    try (SegmentReader reader = SegmentReader.open(staging.segment(number))) {
      return Optional.of(reader.info().digest());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void removeVoid(Head head) throws IOException {
    List<Long> numbers =
        staging.numbers().reversed().stream().filter(n -> n > head.segment()).toList();
    if (!numbers.isEmpty()) {
      requireEpoch();
      FaultPoint.reach("sync.void.before");
      staging.remove(numbers);
      FaultPoint.reach("sync.void.after");
    }
  }

  /** What the last segment is worth, while it is not sealed. */
  Optional<Consistency> consistency(Head head) throws IOException {
    if (head.segment() == 0 || !staging.has(head.segment())) {
      return Optional.empty();
    }
    try (SegmentReader reader = SegmentReader.open(staging.segment(head.segment()))) {
      return Optional.of(reader.info().header().consistency());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
