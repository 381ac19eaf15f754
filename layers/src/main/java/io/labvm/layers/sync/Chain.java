package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DataPool;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Staging;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

  DataPool data() {
    return store.dataPool();
  }

  /**
   * Brings index and store to what both have. Segments the index does not know are void: whoever
   * made them died before it was told, so what comes next does not build on them, and they are
   * removed. Frames whose segments the store lost are dropped. Before anything was shipped nothing
   * is removed: an empty index is no proof against a segment; see {@link #removeVoid}.
   *
   * @return the last segment a version has of this chain; empty when none has
   * @throws LayerException damaged when the index is lost
   */
  Optional<Covers> reconcile(Index index) throws IOException {
    Optional<Covers> sealed = sealed();
    Head from = sealed.map(c -> new Head(c.segment(), c.digest())).orElse(Head.NONE);
    Head common = common(from, index.head().segment());
    while (!index.head().equals(common)) {
      drop(index, from, common);
      common = common(from, index.head().segment());
    }
    if (!common.equals(Head.NONE)) {
      removeVoid(common.segment());
    }
    return sealed;
  }

  /** Whether segments say that an index which knows none was lost. */
  boolean isLost(Head head) throws IOException {
    return head.equals(Head.NONE) && staging.has(1) && sealed().isEmpty();
  }

  private void drop(Index index, Head from, Head common) throws IOException {
    Head before = index.head();
    if (before.segment() <= from.segment()) {
      throw lost(before, from.segment());
    }
    Head after = index.dropAfter(common.segment());
    if (after.equals(before)) {
      after = index.dropAfter(before.segment() - 1);
    }
    if (after.segment() < from.segment()) {
      throw lost(after, from.segment());
    }
  }

  private LayerException lost(Head head, long sealed) {
    return new LayerException(
        LayerError.DAMAGED,
        "the index of upper %s knows segment %d, a version has %d of another chain or more"
            .formatted(upperId, head.segment(), sealed));
  }

  private Optional<Covers> sealed() throws IOException {
    return sealedVersion().flatMap(Version::covers);
  }

  /** The newest version that holds part of this chain. */
  private Optional<Version> sealedVersion() throws IOException {
    Versions versions = store.versions(desktop);
    for (int number : versions.numbers()) {
      Version version = versions.get(number);
      if (version.covers().filter(c -> c.upperId().equals(upperId)).isPresent()) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** How far the store has a chain behind a head, each segment naming the one before. */
  private Head common(Head from, long to) throws IOException {
    Head last = from;
    while (last.segment() < to) {
      Optional<SegmentInfo> next = info(last.segment() + 1);
      Digest predecessor = last.equals(Head.NONE) ? null : last.digest();
      if (next.filter(n -> Objects.equals(n.header().predecessor(), predecessor)).isEmpty()) {
        break;
      }
      last = new Head(last.segment() + 1, next.get().digest());
    }
    return last;
  }

  private Optional<SegmentInfo> info(long number) throws IOException {
    try (SegmentReader reader = SegmentReader.open(staging.segment(number))) {
      return Optional.of(reader.info());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Removes the segments beyond a number: no index accounts for them. */
  void removeVoid(long last) throws IOException {
    List<Long> numbers = staging.numbers().reversed().stream().filter(n -> n > last).toList();
    if (!numbers.isEmpty()) {
      requireEpoch();
      FaultPoint.reach("sync.void.before");
      staging.remove(numbers);
      FaultPoint.reach("sync.void.after");
    }
  }

  /**
   * What the store says of the last segment.
   *
   * @param worth while it is not sealed
   * @param leftOut names
   */
  record Said(Optional<Consistency> worth, LeftOut leftOut) {
    static final Said NOTHING = new Said(Optional.empty(), LeftOut.NOTHING);

    /** After a segment, with its batch complete. */
    static Said of(SegmentHeader header, LeftOut before) {
      return new Said(Optional.of(header.consistency()), header.leftOutAfter(before).names());
    }
  }

  /**
   * What the store says of the head. What live batches before it left out is not looked for: a pass
   * that decides says it again then.
   */
  Said said(Head head) throws IOException {
    if (head.segment() == 0) {
      return Said.NOTHING;
    }
    try (SegmentReader reader = SegmentReader.open(staging.segment(head.segment()))) {
      return Said.of(reader.info().header(), LeftOut.NOTHING);
    } catch (NoSuchFileException e) {
      return new Said(Optional.empty(), leftOutOfNewest());
    }
  }

  private LeftOut leftOutOfNewest() throws IOException {
    return sealedVersion().map(Version::leftOut).orElse(LeftOut.NOTHING);
  }
}
