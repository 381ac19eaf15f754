package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.layer.LayerReader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.Epoch;
import io.labvm.layers.store.Staging;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a lost index again from what was shipped of its upper: the layers sealed from it, then the
 * staged segments up to the newest commit, each laid over the ones before. No token is known then,
 * so the next capture compares contents. Made beside the old index and put in its place whole.
 */
final class IndexLoss {
  private final Store store;
  private final SyncedUpper place;

  IndexLoss(Store store, SyncedUpper place) {
    this.store = store;
    this.place = place;
  }

  Index rebuild() throws IOException {
    Path made = beside(".made");
    Durable.remove(made);
    try (Index index = Index.open(made, place.upperId())) {
      fill(index);
    }
    FaultPoint.reach("sync.rebuild.made");
    Durable.remove(beside(".old"));
    if (Files.exists(place.index())) {
      Durable.publish(place.index(), beside(".old"));
    }
    FaultPoint.reach("sync.rebuild.away");
    Durable.publish(made, place.index());
    FaultPoint.reach("sync.rebuild.published");
    Durable.remove(beside(".old"));
    FaultPoint.reach("sync.rebuild.done");
    return Index.open(place.index(), place.upperId());
  }

  /** What a rebuild left that was killed; only for a sound index in its place. */
  void removeRemains() throws IOException {
    Durable.remove(beside(".made"));
    Durable.remove(beside(".old"));
  }

  private Path beside(String suffix) {
    return place.index().resolveSibling(place.index().getFileName() + suffix);
  }

  private void fill(Index index) throws IOException {
    Versions versions = store.versions(place.desktop());
    Optional<Version> newest = newest(versions);
    Head head = Head.NONE;
    ShippedNames names = new ShippedNames();
    if (newest.isPresent()) {
      Covers covers = newest.get().covers().orElseThrow();
      head = new Head(covers.segment(), covers.digest());
      List<Digest> layers = layers(versions, newest.get());
      for (int i = 0; i < layers.size(); i++) {
        Path directory = store.layers().image(layers.get(i)).resolveSibling(".").normalize();
        try (LayerReader layer = LayerReader.open(directory, layers.get(i))) {
          names.nextGroups();
          commit(index, names, layer, i == layers.size() - 1 ? head : Head.NONE);
        }
      }
    }
    segments(index, names, head);
  }

  /** The newest version that holds part of this upper. */
  private Optional<Version> newest(Versions versions) throws IOException {
    for (int number : versions.numbers()) {
      Version version = versions.get(number);
      if (version.covers().filter(c -> c.upperId().equals(place.upperId())).isPresent()) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Those over the version the upper stands on. */
  private List<Digest> layers(Versions versions, Version version) throws IOException {
    Epoch epoch =
        store
            .desktops()
            .epochOf(place.desktop(), place.upperId())
            .orElseThrow(() -> unknown("no epoch names it"));
    Version standsOn = versions.get(epoch.version());
    for (boolean listed : new boolean[] {true, false}) {
      List<Digest> all = listed ? versions.layers(version) : version.layers();
      List<Digest> below = listed ? versions.layers(standsOn) : standsOn.layers();
      if (all.size() >= below.size() && all.subList(0, below.size()).equals(below)) {
        return all.subList(below.size(), all.size());
      }
    }
    throw unknown(
        "version %d does not lie over version %d".formatted(version.number(), standsOn.number()));
  }

  private LayerException unknown(String why) {
    return new LayerException(
        LayerError.DAMAGED,
        "the index of upper %s is lost and cannot be made again: %s"
            .formatted(place.upperId(), why));
  }

  /** Batch by batch; a tail without a commit does not exist. */
  private void segments(Index index, ShippedNames names, Head sealed) throws IOException {
    Staging staging = store.desktops().staging(place.desktop(), place.upperId());
    Head head = sealed;
    List<SegmentInfo> batch = new ArrayList<>();
    for (long next = head.segment() + 1; staging.has(next); next++) {
      SegmentInfo info = SegmentReader.verify(staging.segment(next));
      if (!follows(info, batch.isEmpty() ? head : headOf(batch.getLast()))) {
        return;
      }
      batch.add(info);
      if (info.commit()) {
        names.nextGroups();
        for (SegmentInfo part : batch) {
          try (SegmentReader reader = SegmentReader.open(staging.segment(part.header().number()))) {
            commit(index, names, reader, part.commit() ? headOf(info) : head);
          }
        }
        head = headOf(info);
        batch.clear();
        index.compact(sealed);
      }
    }
  }

  private boolean follows(SegmentInfo info, Head before) {
    Digest predecessor = info.header().predecessor();
    return info.header().upper().equals(place.upperId())
        && info.header().number() == before.segment() + 1
        && (predecessor == null ? before.equals(Head.NONE) : predecessor.equals(before.digest()));
  }

  private static Head headOf(SegmentInfo info) {
    return new Head(info.header().number(), info.digest());
  }

  private static void commit(Index index, ShippedNames names, DeltaSource delta, Head head)
      throws IOException {
    try (Frame frame = index.frame()) {
      names.write(delta, frame);
      index.commit(frame, head);
    }
  }
}
