package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.capture.Capture;
import io.labvm.layers.capture.CaptureResult;
import io.labvm.layers.capture.Scope;
import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentChainWriter;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.Store;
import io.labvm.linux.Dir;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of one upper and ships them. Not for several threads at once, nor for several
 * processes: whoever opens this holds the state directory.
 */
final class UpperSync implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(UpperSync.class);

  /** Content of so many bytes, holes not counted, is shipped by reference. */
  private static final long BIG = 1 << 20;

  private final SyncedUpper place;
  private final Chain chain;
  private final IndexLoss loss;
  private final Spool spool;
  private final BlockMaps maps;
  private final Dir upper;
  private final SegmentGate gate;

  /** Data files of the batch at hand of which it is known that the store has just them. */
  private final Set<Digest> added = new HashSet<>();

  private Index index;
  private Head sealed = Head.NONE;
  private Chain.Said said = Chain.Said.NOTHING;

  private UpperSync(Store store, SyncedUpper place, SegmentGate gate) throws IOException {
    this.place = place;
    this.gate = gate;
    this.chain = new Chain(store, place.desktop(), place.upperId(), place.epoch());
    this.loss = new IndexLoss(store, place);
    this.spool = Spool.open(place.spool(), place.upperId());
    this.maps = BlockMaps.open(place.spool().resolveSibling("blocks"));
    this.index = openIndex();
    boolean opened = false;
    try {
      this.upper = Dir.openConfined(place.upper());
      opened = true;
    } finally {
      if (!opened) {
        index.close();
      }
    }
  }

  /**
   * Opens an upper for the holder of its epoch, and brings index and store together. A lost index
   * is made again from what was shipped.
   */
  static UpperSync open(Store store, SyncedUpper place, SegmentGate gate) throws IOException {
    store.desktops().requireEpoch(place.desktop(), place.epoch());
    UpperSync sync = new UpperSync(store, place, gate);
    boolean ready = false;
    try {
      boolean ignored = sync.reconcile();
      ready = true;
      return sync;
    } finally {
      if (!ready) {
        sync.close();
      }
    }
  }

  private Index openIndex() throws IOException {
    try {
      return soundIndex();
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      LOG.warn("index of upper {} is made again: {}", place.upperId(), e.getMessage());
      return loss.rebuild();
    }
  }

  /** The index, unless it is damaged or knows nothing of a chain that is there. */
  private Index soundIndex() throws IOException {
    Index found = Index.open(place.index(), place.upperId());
    boolean sound = false;
    try {
      if (StoreFailure.explained("looking for a chain", () -> chain.isLost(found.head()))) {
        throw new LayerException(LayerError.DAMAGED, "it is empty, and segments are staged");
      }
      loss.removeRemains();
      sound = true;
      return found;
    } finally {
      if (!sound) {
        found.close();
      }
    }
  }

  /**
   * After a start and after every outage of the store.
   *
   * @return whether frames are gone from the index: what was looked at before is void then
   */
  boolean reconcile() throws IOException {
    Head before = index.head();
    sealed = StoreFailure.explained("comparing with the store", this::shared);
    said = chain.said(index.head());
    return !index.head().equals(before);
  }

  private Head shared() throws IOException {
    try {
      return head(chain.reconcile(index));
    } catch (LayerException e) {
      if (e.error() != LayerError.DAMAGED) {
        throw e;
      }
      LOG.warn("index of upper {} is made again: {}", place.upperId(), e.getMessage());
      index.close();
      index = loss.rebuild();
      return head(chain.reconcile(index));
    }
  }

  private static Head head(Optional<Covers> covers) {
    return covers.map(c -> new Head(c.segment(), c.digest())).orElse(Head.NONE);
  }

  /** A pass over the upper that writes a delta. */
  interface Pass {
    CaptureResult run(Dir upper, Index index, DeltaSink sink) throws IOException;
  }

  /** The pass that decides, over everything. */
  Batch capture(Consistency consistency) throws IOException {
    return take(consistency, newCapture()::run);
  }

  /** A pass over the names of a scope, as they are now. */
  Batch look(Scope scope) throws IOException {
    Capture capture = newCapture();
    return take(Consistency.LIVE, (dir, from, sink) -> capture.run(dir, from, scope, sink));
  }

  private Capture newCapture() {
    return new Capture(spool.scratch(), InstantSource.system(), BIG, maps);
  }

  /** Runs a pass into the spool. */
  Batch take(Consistency consistency, Pass pass) throws IOException {
    FaultPoint.reach("sync.capture.before");
    spool.removeData();
    added.clear();
    maps.removeNew();
    try (SegmentChainWriter writer =
        new SegmentChainWriter(spool::segment, chain.next(index.head(), consistency))) {
      DataToSpool sink = new DataToSpool(spool, maps, writer);
      CaptureResult result = pass.run(upper, index, sink);
      boolean kept = false;
      try {
        LeftOut leftOut = LeftOut.of(result.omissions());
        boolean news = !result.isEmpty() || saysMore(consistency, leftOut);
        List<SegmentInfo> segments = news ? writer.finish(leftOut) : List.of();
        kept = true;
        FaultPoint.reach("sync.capture.after");
        return new Batch(
            segments,
            result.frame(),
            result.entries(),
            result.bytes(),
            result.unstable(),
            result.omissions().asMap(),
            sink.refersElsewhere());
      } finally {
        if (!kept) {
          result.close();
        }
      }
    }
  }

  /**
   * A moment at which everything stood still is worth a segment though nothing changed since; and
   * so is another word about what is left out.
   */
  private boolean saysMore(Consistency consistency, LeftOut leftOut) {
    return consistency != Consistency.LIVE
        && (said.worth().filter(w -> w == Consistency.LIVE).isPresent()
            || !said.leftOut().equals(leftOut.names()));
  }

  /**
   * Publishes a batch in the store, then makes the index remember it. May be repeated after a
   * failure, as long as {@link #reconcile} found the chain as it was.
   *
   * @throws LayerException busy, when the store has lost what the batch refers to: then it is to be
   *     discarded, and the next pass will ship more
   */
  void ship(Batch batch) throws IOException {
    shipData(batch);
    Head head = publish(batch);
    shipData(batch); // a prune that saw no segment name them may have taken some that were there
    remember(batch, head);
  }

  private void shipData(Batch batch) throws IOException {
    shipData();
    Optional<Digest> missing = batch.refersElsewhere() ? missing(batch) : Optional.empty();
    if (missing.isPresent()) {
      maps.forget(missing.get());
      chain.removeVoid(index.head().segment());
      throw new LayerException(
          LayerError.BUSY,
          "data file %s is gone from the store; what was in it is shipped again"
              .formatted(missing.get()));
    }
  }

  /** A data file that a segment refers to and that is neither in the spool nor in the store. */
  private Optional<Digest> missing(Batch batch) throws IOException {
    FaultPoint.reach("sync.reference.before");
    References references = new References(spool, chain.data());
    for (SegmentInfo segment : batch.segments()) {
      Path file = spool.segment(segment.header().number());
      Optional<Digest> missing =
          StoreFailure.explained("looking for data files", () -> references.missing(file));
      if (missing.isPresent()) {
        return missing;
      }
    }
    FaultPoint.reach("sync.reference.after");
    return Optional.empty();
  }

  /** What a segment names is in the store before it. */
  private void shipData() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(spool.data())) {
      for (Path file : files) {
        chain.requireEpoch();
        Digest id = Digest.parse(file.getFileName().toString());
        FaultPoint.reach("sync.data.before");
        boolean ignored = StoreFailure.explained("shipping data file " + id, () -> ship(id, file));
        FaultPoint.reach("sync.data.after");
      }
    }
  }

  private boolean ship(Digest id, Path file) throws IOException {
    boolean made = added.contains(id) ? chain.data().keep(id, file) : chain.data().add(id, file);
    added.add(id);
    return made;
  }

  private Head publish(Batch batch) throws IOException {
    Head head = index.head();
    boolean first = head.equals(Head.NONE);
    for (SegmentInfo segment : batch.segments()) {
      long number = segment.header().number();
      gate.pass();
      chain.requireEpoch();
      if (first && segment.commit()) {
        chain.removeVoid(number); // what never became a batch and this one does not replace
      }
      FaultPoint.reach("sync.publish.before");
      StoreFailure.explained(
          "shipping segment " + number,
          () -> {
            chain.staging().publish(number, spool.segment(number));
            return number;
          });
      FaultPoint.reach("sync.publish.after");
      head = new Head(number, segment.digest());
      said = Chain.Said.of(segment.header(), said.leftOut());
    }
    return head;
  }

  private void remember(Batch batch, Head head) throws IOException {
    maps.keep();
    FaultPoint.reach("sync.blocks.after");
    if (!batch.isEmpty() || batch.frame().size() > 0) {
      index.commit(batch.frame(), head);
      index.compact(sealed);
    }
    for (SegmentInfo segment : batch.segments()) {
      spool.remove(segment.header().number());
    }
    spool.removeData();
  }

  /** Throws a batch away; the next pass finds the same again. */
  void discard(Batch batch) throws IOException {
    batch.close();
    for (SegmentInfo segment : batch.segments()) {
      spool.remove(segment.header().number());
    }
    spool.removeData();
    maps.removeNew();
  }

  Index index() {
    return index;
  }

  Spool spool() {
    return spool;
  }

  @Override
  public void close() throws IOException {
    upper.close();
    index.close();
  }
}
