package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Store;
import io.labvm.linux.TreeEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Ships one desktop's changes as they come, on a thread of its own. */
final class LiveDesktop implements Runnable {
  private static final int ROUNDS = 3;
  private static final int PATIENCE = 5;
  private static final int REMEMBERED = 1024;
  private static final long SMALL = 4096;

  private final Store store;
  private final SyncedUpper place;
  private final SyncSettings settings;
  private final SyncListener listener;
  private final EventSource events;
  private final DirtyNames dirty;
  private final LinkNames links = new LinkNames();
  private final Map<TreePath, Integer> attempts = new HashMap<>();
  private volatile boolean stopping;
  private volatile Optional<Instant> behindSince = Optional.empty();
  private volatile Optional<Instant> taken = Optional.empty();
  private volatile long spooled;
  private volatile Optional<TreeEvents.Source> source = Optional.empty();
  private long lastShipped;
  private long lastScan;
  private long scanNanos;
  private long firstDirty;

  /** What drains the events of all desktops. */
  interface EventSource {
    void drain() throws IOException;
  }

  LiveDesktop(
      Store store,
      SyncedUpper place,
      SyncSettings settings,
      SyncListener listener,
      EventSource events) {
    this.store = store;
    this.place = place;
    this.settings = settings;
    this.listener = listener;
    this.events = events;
    this.dirty = new DirtyNames(settings.names());
    this.lastShipped = System.nanoTime() - settings.trickle().toNanos();
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
    synchronized (dirty) {
      dirty.notifyAll();
    }
  }

  RecoveryPoint recoveryPoint() {
    Optional<Instant> oldest = taken.isPresent() ? taken : dirty.oldest();
    return new RecoveryPoint(oldest, dirty.size(), spooled, behindSince, source);
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
      events.drain();
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
        return UpperSync.open(store, place, SegmentGate.OPEN);
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
    if (stopping || !(waits || StoreFailure.isNoSpace(e))) {
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
    for (long left = millis; left > 0 && !stopping; left = (end - System.nanoTime()) / 1_000_000) {
      dirty.await(left);
    }
  }

  /**
   * The first change after quiet is shipped at once, then a batch now and then while it goes on.
   */
  private void awaitDue() throws InterruptedException {
    firstDirty = 0;
    while (!stopping) {
      long now = System.nanoTime();
      long left = left(now);
      if (left <= 0) {
        return;
      }
      dirty.await(left / 1_000_000 + 1);
    }
  }

  private long left(long now) {
    long scan = lastScan + scanEvery() - now;
    if (lastScan != 0 && scan <= 0) {
      dirty.everything();
    }
    if (dirty.isEmpty()) {
      firstDirty = 0;
      return lastScan == 0 ? Long.MAX_VALUE / 2 : Math.max(1, scan);
    }
    firstDirty = firstDirty == 0 ? now : firstDirty;
    long trickle = lastShipped + settings.trickle().toNanos() - now;
    long quiet = dirty.lastTold() + settings.collect().toNanos() - now;
    long most = firstDirty + settings.collectAtMost().toNanos() - now;
    return Math.max(trickle, Math.min(quiet, most));
  }

  /** A scan costs at most a twentieth of the time. */
  private long scanEvery() {
    long usual = source.isPresent() ? settings.backstop().toNanos() : settings.trickle().toNanos();
    return Math.max(usual, 20 * scanNanos);
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
        taken = Optional.empty();
        return;
      } catch (IOException e) {
        dirty.giveBack(names);
        passing(e);
        pause(wait);
        names = dirty.take();
      }
    }
  }

  private void attempt(UpperSync sync, DirtyNames.Taken names, long start)
      throws IOException, InterruptedException {
    LiveScope scope = names.everything() ? null : new LiveScope(names.marks(), links, this::defers);
    try (Batch batch = scope == null ? scan(sync) : look(sync, scope)) {
      spooled = batch.segments().stream().mapToLong(s -> s.fileBytes()).sum();
      ship(sync, batch);
      spooled = 0;
      if (scope == null) {
        links.load(sync.index());
      } else {
        links.refresh(sync.index(), scope);
      }
      tell(batch, start);
    }
  }

  private Batch scan(UpperSync sync) throws IOException {
    long start = System.nanoTime();
    Batch batch = sync.capture(Consistency.LIVE);
    lastScan = System.nanoTime();
    scanNanos = lastScan - start;
    return batch;
  }

  /**
   * Looks until nothing it looked at was told again meanwhile: what it saw then stood side by side
   * when it began. At most three times; a file that never rests must not hold back the others.
   */
  private Batch look(UpperSync sync, LiveScope scope) throws IOException {
    for (int round = 1; ; round++) {
      Batch batch = sync.look(scope);
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

  /** Patience with a file that changes while it is read, a few passes long. */
  private boolean defers(TreePath path) {
    if (attempts.size() > REMEMBERED) {
      attempts.clear();
    }
    boolean defers = attempts.merge(path, 1, Integer::sum) < PATIENCE;
    if (defers) {
      dirty.add(path, false);
    } else {
      attempts.remove(path);
    }
    return defers;
  }

  /** Until the store has it; after an outage only if the chain is still as it was. */
  private void ship(UpperSync sync, Batch batch) throws IOException, InterruptedException {
    boolean compare = false;
    for (long wait = 1000; ; wait = longer(wait)) {
      try {
        if (compare && sync.reconcile()) {
          throw new LayerException(LayerError.BUSY, "the store lost segments; scanning again");
        }
        sync.ship(batch);
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
            Consistency.LIVE),
        recoveryPoint());
  }
}
