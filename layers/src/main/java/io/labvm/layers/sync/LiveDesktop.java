package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.capture.Everything;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Store;
import io.labvm.linux.KernelWords;
import io.labvm.linux.TreeEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Ships one desktop's changes as they come, on a thread of its own. */
final class LiveDesktop implements Runnable {
  private static final int ROUNDS = 3;
  private static final int SHARE = 20;
  private static final long SMALL = 4096;

  /**
   * Longest rest behind a scan; whoever floods the events of a node makes all its desktops scan.
   */
  private static final long REST = 60_000_000_000L;

  /** Of the names of inodes with several, bytes; some 30,000 of usual length. */
  private static final long LINKS = 10L << 20;

  private final Store store;
  private final SyncedUpper place;
  private final SyncSettings settings;
  private final SyncListener listener;
  private final EventSource events;
  private final DirtyNames dirty;
  private final LinkNames links = new LinkNames(LINKS);
  private final HotFiles hot;
  private final FilePatience patience;
  private final SegmentGate gate;
  private volatile boolean stopping;
  private volatile Optional<Instant> behindSince = Optional.empty();
  private volatile Optional<Instant> taken = Optional.empty();
  private volatile long spooled;
  private volatile long spooledNames;
  private volatile Optional<TreeEvents.Source> source = Optional.empty();
  private long lastShipped;
  private long lastScan;
  private long scanNanos;
  private long firstDirty;
  private long lookNanos;
  private long shipNanos;
  private long restUntil;
  private long lastWatched = System.nanoTime();

  /** Where the events of all desktops come from. */
  interface EventSource {
    /** Hands over what happened before this call. */
    void drain() throws IOException;

    /** Tries again to be told what changes here. */
    Optional<TreeEvents.Source> watch();
  }

  LiveDesktop(
      Store store,
      SyncedUpper place,
      SyncSettings settings,
      SyncListener listener,
      SegmentGate gate,
      EventSource events) {
    this.store = store;
    this.place = place;
    this.settings = settings;
    this.listener = listener;
    this.events = events;
    this.dirty = new DirtyNames(settings.names());
    this.gate = gate;
    this.hot =
        new HotFiles(settings.share(), settings.trickle(), settings.backstop(), System::nanoTime);
    this.patience = new FilePatience(dirty, hot);
    this.lastShipped = System.nanoTime() - settings.trickle().toNanos();
    this.restUntil = lastShipped;
  }

  DirtyNames dirty() {
    return dirty;
  }

  void setSource(Optional<TreeEvents.Source> found) {
    source = found;
  }

  /** Ships what is left, then ends; {@link #run} returns. */
  void stop() {
    stopping = true;
    dirty.wake();
  }

  RecoveryPoint recoveryPoint() {
    Optional<Instant> oldest =
        Stream.of(taken, dirty.oldest(), hot.oldest())
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    long names = dirty.size() + hot.size() + spooledNames;
    return new RecoveryPoint(oldest, names, spooled, behindSince, source);
  }

  @Override
  public void run() {
    Exception why = null;
    dirty.everything();
    try (UpperSync sync = open()) {
      links.load(sync.index());
      while (!stopping) {
        awaitDue();
        shipOnce(sync);
      }
      hot.release();
      events.drain();
      takeHeld();
      if (source.isEmpty()) {
        dirty.everything(); // nobody told what changed since the last scan
      }
      shipOnce(sync);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      why = e;
    }
    listener.ended(place.desktop(), Optional.ofNullable(why), recoveryPoint());
  }

  private UpperSync open() throws IOException, InterruptedException {
    for (long wait = 1000; ; wait = longer(wait)) {
      try {
        return UpperSync.open(store, place, gate);
      } catch (IOException e) {
        passing(e);
        pause(wait);
      }
    }
  }

  /** Throws what waiting does not help against. */
  private void passing(IOException e) throws IOException {
    boolean waits =
        e instanceof LayerException layer
            && (layer.error() == LayerError.STORE_UNAVAILABLE
                || layer.error() == LayerError.NO_SPACE
                || layer.error() == LayerError.BUSY);
    if (stopping || !(waits || KernelWords.isFull(e))) {
      throw e;
    }
    behindSince = behindSince.isPresent() ? behindSince : Optional.of(Instant.now());
    listener.waiting(place.desktop(), e, recoveryPoint());
  }

  private long longer(long wait) {
    return Math.min(wait * 2, settings.retry().toMillis());
  }

  private void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      long seen = dirty.changes();
      if (stopping) {
        return;
      }
      dirty.await(seen, left);
    }
  }

  /**
   * The first change after quiet is shipped at once, then a batch now and then while it goes on.
   */
  private void awaitDue() throws InterruptedException {
    firstDirty = 0;
    while (true) {
      long seen = dirty.changes();
      long left = stopping ? 0 : left(System.nanoTime());
      if (left <= 0) {
        return;
      }
      dirty.await(seen, left / 1_000_000 + 1);
    }
  }

  /** What was held back and is due now is dirty again, as long as it was. */
  private void takeHeld() {
    hot.takeDue().forEach(file -> dirty.addAgain(file.path(), file.since()));
  }

  private long left(long now) {
    takeHeld();
    long scan = lastScan + scanEvery() - now;
    if (lastScan != 0 && scan <= 0 && !dirty.isEverything()) {
      dirty.everything();
    }
    if (dirty.isEmpty()) {
      firstDirty = 0;
      return lastScan == 0 ? Long.MAX_VALUE / 2 : Math.max(1, Math.min(scan, hot.untilDue()));
    }
    firstDirty = firstDirty == 0 ? now : firstDirty;
    long rest = Math.max(restUntil, dirty.isEverything() ? nextScan() : lastShipped);
    long trickle = Math.max(lastShipped + settings.trickle().toNanos(), rest) - now;
    long quiet = dirty.lastTold() + settings.collect().toNanos() - now;
    long most = firstDirty + settings.collectAtMost().toNanos() - now;
    return Math.max(trickle, Math.min(quiet, most));
  }

  /** When lost events may be made up for by another scan. */
  private long nextScan() {
    return lastScan == 0 ? lastShipped : lastScan + Math.min(SHARE * scanNanos, REST);
  }

  /** A scan costs at most a twentieth of the time. */
  private long scanEvery() {
    long usual = source.isPresent() ? settings.backstop().toNanos() : settings.trickle().toNanos();
    return Math.max(usual, SHARE * scanNanos);
  }

  private void shipOnce(UpperSync sync) throws IOException, InterruptedException {
    DirtyNames.Taken names = dirty.take();
    if (names.marks().isEmpty() && !names.everything()) {
      return;
    }
    taken = names.oldest();
    long start = System.nanoTime();
    for (long wait = 1000; ; wait = longer(wait)) {
      try {
        attempt(sync, names, start);
        return;
      } catch (IOException e) {
        spooledNames = 0;
        dirty.giveBack(names);
        passing(e);
        pause(wait);
        names = dirty.take();
      }
    }
  }

  private void attempt(UpperSync sync, DirtyNames.Taken names, long start)
      throws IOException, InterruptedException {
    LiveScope scope = names.everything() ? null : new LiveScope(names.marks(), links, patience);
    hot.begin();
    try (Batch batch = scope == null ? scan(sync) : look(sync, scope)) {
      spooled =
          batch.segments().stream().mapToLong(s -> s.fileBytes()).sum() + sync.spool().dataBytes();
      spooledNames = batch.entries();
      ship(sync, batch);
      taken = Optional.empty();
      spooled = 0;
      spooledNames = 0;
      hot.paid(lookNanos + shipNanos, batch.bytes());
      if (scope == null) {
        links.load(sync.index());
      } else {
        links.refresh(sync.index(), scope);
      }
      tell(batch, start);
    }
  }

  private Batch scan(UpperSync sync) throws IOException {
    watchAgain();
    long start = System.nanoTime();
    Batch batch = sync.look(new Everything(hot));
    lastScan = System.nanoTime();
    scanNanos = lastScan - start;
    lookNanos = scanNanos;
    return batch;
  }

  /** Directories may be fewer by now, or limits higher; before the scan, which sees the rest. */
  private void watchAgain() {
    long now = System.nanoTime();
    if (source.isEmpty() && now - lastWatched > settings.backstop().toNanos()) {
      lastWatched = now;
      source = events.watch();
    }
  }

  /**
   * Looks until nothing it looked at was told again meanwhile: what it saw then stood side by side
   * when it began. At most three times; a file that never rests must not hold back the others.
   */
  private Batch look(UpperSync sync, LiveScope scope) throws IOException {
    for (int round = 1; ; round++) {
      long start = System.nanoTime();
      Batch batch = sync.look(scope);
      lookNanos = System.nanoTime() - start;
      if (scope.isWhole(TreePath.ROOT)) {
        restUntil = start + SHARE * lookNanos; // a scan, which links with unknown names made it
      }
      events.drain();
      if (round == ROUNDS || batch.entries() > SMALL || !dirty.meets(scope)) {
        return batch;
      }
      DirtyNames.Taken more = dirty.take();
      if (more.everything()) {
        dirty.giveBack(more);
        return batch;
      }
      sync.discard(batch);
      more.marks().forEach((path, whole) -> scope.marks().merge(path, whole, Boolean::logicalOr));
    }
  }

  /** Until the store has it; after an outage only if the chain is still as it was. */
  private void ship(UpperSync sync, Batch batch) throws IOException, InterruptedException {
    boolean compare = false;
    for (long wait = 1000; ; wait = longer(wait)) {
      try {
        if (compare && sync.reconcile()) {
          throw new LayerException(LayerError.BUSY, "the store lost segments; scanning again");
        }
        long start = System.nanoTime();
        sync.ship(batch);
        shipNanos = System.nanoTime() - start;
        behindSince = Optional.empty();
        return;
      } catch (IOException e) {
        if (e instanceof LayerException layer && layer.error() == LayerError.BUSY) {
          sync.discard(batch);
          dirty.everything();
          throw e;
        }
        passing(e);
        pause(wait);
        compare = true;
      }
    }
  }

  private void tell(Batch batch, long start) {
    if (batch.isEmpty()) {
      return;
    }
    lastShipped = System.nanoTime();
    listener.shipped(
        place.desktop(),
        new SyncResult(
            batch.segments().size(),
            batch.entries(),
            batch.bytes(),
            batch.unstable(),
            (lastShipped - start) / 1e9,
            Consistency.LIVE,
            batch.notKept()),
        recoveryPoint());
  }
}
