package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.index.Head;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.Store;
import io.labvm.linux.Freezer;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One capture of everything, and all of it shipped. The desktop may be frozen meanwhile: then what
 * changed is shipped before, until only little is left for the freeze.
 */
public final class DecidingPass {
  private static final Logger LOG = LoggerFactory.getLogger(DecidingPass.class);

  /** How long everything may stand still. */
  private static final Duration FREEZE = Duration.ofSeconds(2);

  private static final int ROUNDS = 3;

  /** So few changes are read within any freeze. */
  private static final long FEW_ENTRIES = 500;

  private static final long FEW_BYTES = 32 << 20;

  private final Store store;
  private final SyncedUpper place;
  private final FreezeNotice notice;
  private Duration pause = Duration.ZERO;

  public DecidingPass(Store store, SyncedUpper place) {
    this(store, place, FreezeNotice.NONE);
  }

  /** A pass whose freezes somebody is told of. */
  public DecidingPass(Store store, SyncedUpper place, FreezeNotice notice) {
    this.store = store;
    this.place = place;
    this.notice = notice;
  }

  /**
   * Captures and ships.
   *
   * @param consistency what the caller knows about the desktop; {@link Consistency#FROZEN} is
   *     claimed only for a process to freeze
   * @param frozen a process whose control group is frozen during the capture
   */
  public SyncResult run(Consistency consistency, OptionalLong frozen) throws IOException {
    return decide(consistency, frozen).result();
  }

  /**
   * The same, with what a seal has to name; what cannot be held still is captured while it runs.
   */
  public Decided decideAnyway(Consistency consistency, OptionalLong frozen) throws IOException {
    if (frozen.isEmpty()) {
      return decide(consistency, frozen);
    }
    try {
      return decide(consistency, frozen);
    } catch (LayerException e) {
      if (e.error() != LayerError.BUSY) {
        throw e;
      }
      LOG.warn("Desktop {} is captured while it runs: {}", place.desktop(), e.getMessage());
    } catch (LinuxException e) {
      LOG.warn("Desktop {} cannot be frozen: {}", place.desktop(), e.getMessage());
    }
    return decide(Consistency.LIVE, OptionalLong.empty());
  }

  /** The same; refused with BUSY when it cannot be held still. */
  public Decided decide(Consistency consistency, OptionalLong frozen) throws IOException {
    try (UpperSync sync = UpperSync.open(store, place, SegmentGate.OPEN)) {
      SyncResult result =
          frozen.isPresent()
              ? frozen(sync, frozen.getAsLong())
              : shipped(sync, consistency, System.nanoTime());
      return new Decided(result, head(sync), pause);
    }
  }

  private Optional<Covers> head(UpperSync sync) {
    Head head = sync.index().head();
    return head.equals(Head.NONE)
        ? Optional.empty()
        : Optional.of(new Covers(place.upperId(), head.segment(), head.digest()));
  }

  private static SyncResult shipped(UpperSync sync, Consistency consistency, long start)
      throws IOException {
    for (int round = 1; ; round++) {
      try (Batch batch = sync.capture(consistency)) {
        try {
          return shipped(sync, batch, consistency, start);
        } catch (LayerException e) {
          if (e.error() != LayerError.BUSY || round == ROUNDS) {
            throw e;
          }
          sync.discard(batch); // the store has lost what it refers to
        }
      }
    }
  }

  private static SyncResult shipped(
      UpperSync sync, Batch batch, Consistency consistency, long start) throws IOException {
    sync.ship(batch);
    return new SyncResult(
        batch.segments().size(),
        batch.entries(),
        batch.bytes(),
        batch.unstable(),
        (System.nanoTime() - start) / 1e9,
        consistency,
        batch.notKept());
  }

  private SyncResult frozen(UpperSync sync, long process) throws IOException {
    Freezer freezer = Freezer.of(process);
    SyncResult all = shipped(sync, Consistency.LIVE, System.nanoTime());
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0 || all.entries() > FEW_ENTRIES || all.bytes() > FEW_BYTES) {
        all = all.plus(shipped(sync, Consistency.LIVE, System.nanoTime()));
      }
      long start = System.nanoTime();
      FrozenCapture captured =
          FrozenCapture.take(sync, freezer, FREEZE, notice, p -> pause = pause.plus(p));
      try (Batch batch = captured.batch()) {
        if (captured.stoodStill()) {
          return all.plus(shipped(sync, batch, Consistency.FROZEN, start));
        }
        sync.discard(batch);
      }
    }
    throw new LayerException(
        LayerError.BUSY,
        "process %d could not be held still for a whole capture within %d ms"
            .formatted(process, FREEZE.toMillis()));
  }
}
