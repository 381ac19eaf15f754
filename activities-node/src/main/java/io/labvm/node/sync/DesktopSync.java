package io.labvm.node.sync;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.node.NodeId;
import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Epoch;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.StoreWatch;
import io.labvm.layers.store.Version;
import io.labvm.layers.store.Versions;
import io.labvm.layers.sync.Decided;
import io.labvm.layers.sync.DecidingPass;
import io.labvm.layers.sync.FreezeNotice;
import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncEngine;
import io.labvm.layers.sync.SyncListener;
import io.labvm.layers.sync.SyncResult;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the changes of this node's desktops to the store: one engine, one reader of events for all.
 *
 * <p>A keeper thread brings what is so to what is wanted, so that a store that is away is only
 * waited for by threads of this class. An upper is shipped from the preparation of its root until a
 * capture at rest has taken all of it, or until it is discarded.
 */
public final class DesktopSync implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DesktopSync.class);
  private static final String UNSEALED = "unsealed";
  private static final long LOOK_SECONDS = 2;
  private static final long RETRY_NANOS = 10_000_000_000L;
  private static final Duration CLOSING = Duration.ofSeconds(15);

  /** A backup has to say within a minute that it waits for the store. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path store;
  private final StoreWatch watch;
  private final SyncEngine engine;
  private final Function<DesktopKey, FreezeNotice> notices;

  /**
   * One for each desktop that this agent has ever seen: were one taken away, a start or a capture
   * that just found it would go on with what nobody tends any more.
   */
  private final Map<DesktopId, Shipping> shippings = new ConcurrentHashMap<>();

  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sync-keeper").factory());

  /**
   * @param store root of the store, opened for each desktop anew, since it may be away for a while
   */
  public DesktopSync(Path store, SyncSettings settings) {
    this(store, settings, _ -> FreezeNotice.NONE);
  }

  /**
   * One whose freezes somebody is told of.
   *
   * @param notices where, for each desktop
   */
  public DesktopSync(
      Path store, SyncSettings settings, Function<DesktopKey, FreezeNotice> notices) {
    this(store, settings, notices, PATIENCE);
  }

  /** With another patience for captures in a store that is silent. */
  DesktopSync(Path store, SyncSettings settings, Duration patience) {
    this(store, settings, _ -> FreezeNotice.NONE, patience);
  }

  private DesktopSync(
      Path store,
      SyncSettings settings,
      Function<DesktopKey, FreezeNotice> notices,
      Duration patience) {
    this.store = store;
    this.notices = notices;
    this.watch = new StoreWatch(store, patience);
    this.engine = new SyncEngine(settings, new Told());
    var ignored =
        keeper.scheduleWithFixedDelay(this::tend, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** From now on this upper is shipped; repeated: nothing. Does not wait for the store. */
  public void start(SyncedUpper upper) {
    Shipping shipping = shipping(upper);
    synchronized (shipping) {
      mark(upper);
      shipping.wanted = upper;
    }
    poke();
  }

  /**
   * Nothing more is shipped; waits a moment for the end of what is under way, a capture too. One
   * that waits for a silent store may go on after this, and make its index anew.
   */
  public void stop(DesktopId desktop) {
    Shipping shipping = shippings.get(desktop);
    if (shipping == null) {
      return;
    }
    shipping.wanted = null;
    try {
      keeper.submit(() -> tend(desktop, shipping)).get(CLOSING.toSeconds(), TimeUnit.SECONDS);
      if (shipping.lock.tryLock(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        shipping.lock.unlock();
      } else {
        log.warn("A capture of desktop {} ends later", desktop);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      log.warn("The sync of desktop {} ends later: {}", desktop, e.toString());
    }
  }

  /** Whether an earlier life of this agent left changes that no capture at rest has taken. */
  public boolean isUnsealed(SyncedUpper upper) {
    return Files.exists(marker(upper));
  }

  /**
   * Whether a version holds all of an upper at rest: a capture at rest took everything, and its
   * last segment is covered by a version of the store that was not found damaged. False whenever
   * that cannot be seen.
   */
  public boolean isSaved(SyncedUpper upper) {
    Shipping shipping = shipping(upper);
    if (!shipping.lock.tryLock()) {
      return false;
    }
    try {
      return shipping.wanted == null
          && shipping.current == null
          && !isUnsealed(upper)
          && (isCovered(upper) || (isAbandoned(upper) && isInAVersion(upper)));
    } catch (IOException e) {
      log.warn("Upper of desktop {} stays: {}", upper.desktop(), e.getMessage());
      return false;
    } finally {
      shipping.lock.unlock();
    }
  }

  /**
   * Does something to a desktop's upper while it is neither captured nor shipped; whoever waits to
   * do that finds what became of it. Nothing, and false, when somebody does.
   */
  public boolean apart(DesktopId desktop, Runnable work) {
    Shipping shipping = shippings.computeIfAbsent(desktop, _ -> new Shipping());
    if (!shipping.lock.tryLock()) {
      return false;
    }
    try {
      boolean rests = shipping.wanted == null && shipping.current == null;
      if (rests) {
        work.run();
      }
      return rests;
    } finally {
      shipping.lock.unlock();
    }
  }

  /**
   * Whether an upper at rest, all of which was captured, will never go on: its desktop was taken
   * back to an older version.
   *
   * @throws IOException when the store cannot be asked, or is silent
   */
  public boolean isGoneBackFrom(SyncedUpper upper) throws IOException, InterruptedException {
    return !isUnsealed(upper) && watch.during(() -> isAbandoned(upper));
  }

  private boolean isAbandoned(SyncedUpper upper) throws IOException {
    Store opened = Store.open(store);
    Optional<Epoch> epoch = opened.desktops().epochOf(upper.desktop(), upper.upperId());
    return epoch.isPresent()
        && !opened
            .versions(upper.desktop())
            .newest()
            .goesOn(upper.upperId(), epoch.get().version());
  }

  private boolean isCovered(SyncedUpper upper) throws IOException {
    Versions versions = Store.open(store).versions(upper.desktop());
    return isCovered(upper, versions, List.of(versions.newest()));
  }

  /** What was found damaged holds nothing: the upper may be the last copy. */
  private static boolean isCovered(SyncedUpper upper, Versions versions, List<Version> by)
      throws IOException {
    Optional<Head> shipped = shippedOf(upper);
    if (shipped.isEmpty()) {
      return false;
    }
    Head head = shipped.get();
    if (head.equals(Head.NONE)) {
      return true; // all was captured, and nothing had ever changed
    }
    Covers wanted = new Covers(upper.upperId(), head.segment(), head.digest());
    for (Version version : by) {
      if (version.covers().filter(wanted::equals).isPresent()
          && !versions.marks(version.number()).isDamaged()) {
        return true;
      }
    }
    return false;
  }

  /** Empty without an index, which is gone as soon as its upper was given up. */
  private static Optional<Head> shippedOf(SyncedUpper upper) throws IOException {
    Optional<Index> found = Index.existing(upper.index(), upper.upperId());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Index index = found.get()) {
      return Optional.of(index.head());
    }
  }

  /**
   * Whether an upper at rest cannot go on any more, since a newer epoch names another one, and no
   * version holds all of it.
   *
   * @throws IOException when the store cannot be asked
   */
  public boolean isLeftBehind(SyncedUpper upper) throws IOException {
    Shipping shipping = shipping(upper);
    if (!shipping.lock.tryLock()) {
      return false;
    }
    try {
      return shipping.wanted == null
          && shipping.current == null
          && isSuperseded(upper)
          && !isInAVersion(upper);
    } finally {
      shipping.lock.unlock();
    }
  }

  private boolean isSuperseded(SyncedUpper upper) throws IOException {
    return Store.open(store)
        .desktops()
        .currentEpoch(upper.desktop())
        .filter(epoch -> epoch.number() > upper.epoch())
        .filter(epoch -> !epoch.holder().upperId().equals(upper.upperId()))
        .isPresent();
  }

  /**
   * Whether any sound version that there is holds all of an upper that nobody writes to or ships
   * any more.
   *
   * @throws IOException when the store cannot be asked, or has no such desktop
   */
  public boolean isInAVersion(SyncedUpper upper) throws IOException {
    Versions versions = Store.open(store).versions(upper.desktop());
    return !isUnsealed(upper) && isCovered(upper, versions, versions.list());
  }

  /** This node's share of what the store may be asked for; positive. */
  public void setSegmentsPerSecond(double share) {
    engine.setSegmentsPerSecond(share);
  }

  /**
   * Captures all of an upper and ships it; continuous shipping rests meanwhile. Given up when the
   * store is silent; then shipping goes on as before, or when the store is back.
   *
   * @param consistency what the caller knows; STOPPED ends the shipping, since all is shipped then
   * @param frozen a process whose control group is frozen during the capture, if it can be
   */
  public Decided capture(SyncedUpper upper, Consistency consistency, OptionalLong frozen)
      throws IOException, InterruptedException {
    return watch.during(() -> captureNow(upper, consistency, frozen));
  }

  private Decided captureNow(SyncedUpper upper, Consistency consistency, OptionalLong frozen)
      throws IOException, InterruptedException {
    Shipping shipping = shipping(upper);
    SyncedUpper before = shipping.wanted;
    if (!shipping.lock.tryLock(30, TimeUnit.SECONDS)) {
      throw new NodeFailure(
          FailureCode.UPPER_IN_USE,
          "another capture of desktop " + upper.desktop() + " is under way");
    }
    try {
      requireThere(upper);
      engine.remove(upper.desktop());
      shipping.current = null;
      FreezeNotice notice = notices.apply(upper.desktop());
      Decided decided =
          new DecidingPass(Store.open(store), upper, notice).decideAnyway(consistency, frozen);
      if (consistency == Consistency.STOPPED) {
        rest(shipping, upper, before);
      }
      shipping.shipped();
      return decided;
    } finally {
      shipping.lock.unlock();
      poke();
    }
  }

  /** It may have been given up while this waited for its turn; a repetition sees that. */
  private static void requireThere(SyncedUpper upper) {
    if (!Files.isDirectory(upper.upper())) {
      throw new NodeFailure(
          FailureCode.UPPER_IN_USE, "the upper of desktop " + upper.desktop() + " was given up");
    }
  }

  private Shipping shipping(SyncedUpper upper) {
    return shippings.computeIfAbsent(id(upper.desktop()), _ -> new Shipping());
  }

  /** All is shipped, unless the desktop was started meanwhile. */
  private static void rest(Shipping shipping, SyncedUpper upper, @Nullable SyncedUpper before)
      throws IOException {
    synchronized (shipping) {
      if (Objects.equals(shipping.wanted, before)) {
        shipping.wanted = null;
        Files.deleteIfExists(marker(upper));
      }
    }
  }

  /**
   * Hands over what would be lost of each desktop now; answers at once. Whoever writes to a silent
   * store learns of that late, so the store is asked beside.
   */
  public void recoveryPoints(BiConsumer<SyncedUpper, RecoveryPoint> told) {
    Optional<Instant> silent = watch.silentSince();
    shippings.forEach(
        (_, shipping) -> {
          SyncedUpper upper = shipping.current;
          Optional<RecoveryPoint> point =
              upper == null ? Optional.empty() : engine.recoveryPoint(upper.desktop());
          SyncedUpper wanted = shipping.wanted;
          Optional<Instant> trouble = shipping.trouble().or(() -> silent);
          if (upper != null && point.isPresent()) {
            told.accept(upper, shipping.told(point.get().silentSince(silent)));
          } else if (wanted != null && trouble.isPresent()) {
            told.accept(wanted, shipping.told(unknown(trouble.get())));
          }
        });
  }

  private static RecoveryPoint unknown(Instant since) {
    return new RecoveryPoint(Optional.of(since), 0, 0, Optional.of(since), Optional.empty());
  }

  private void poke() {
    try {
      keeper.execute(this::tend);
    } catch (RejectedExecutionException e) {
      log.debug("closing", e);
    }
  }

  private void tend() {
    shippings.forEach(this::tend);
  }

  private void tend(DesktopId desktop, Shipping shipping) {
    if (!shipping.lock.tryLock()) {
      return; // a capture, which pokes at its end
    }
    try {
      bringAbout(shipping);
    } catch (IOException | RuntimeException e) {
      shipping.trouble(RETRY_NANOS);
      if (shipping.isNews(String.valueOf(e.getMessage()))) {
        log.warn("Desktop {} is not shipped: {}", desktop, e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shipping.lock.unlock();
    }
  }

  private void bringAbout(Shipping shipping) throws IOException, InterruptedException {
    SyncedUpper wanted = shipping.wanted;
    if (shipping.current != null && !shipping.current.equals(wanted)) {
      engine.remove(shipping.current.desktop());
      shipping.current = null;
    }
    if (wanted == null) {
      return;
    }
    if (shipping.current == null && System.nanoTime() - shipping.notBefore >= 0) {
      engine.remove(wanted.desktop()); // one that ended by itself
      Durable.directories(wanted.spool());
      Store opened = Store.open(store);
      shipping.current = wanted;
      engine.add(opened, wanted);
      shipping.fine();
    }
  }

  private static void mark(SyncedUpper upper) {
    Path marker = marker(upper);
    try {
      Files.createDirectories(marker.resolveSibling("."));
      if (!Files.exists(marker)) {
        Files.createFile(marker);
      }
    } catch (IOException e) {
      throw new NodeFailure(
          FailureCode.MOUNT_FAILED, "the sync directory of desktop " + upper.desktop(), e);
    }
  }

  private static Path marker(SyncedUpper upper) {
    return upper.index().resolveSibling(UNSEALED);
  }

  private static DesktopId id(DesktopKey key) {
    return new DesktopId(key.value());
  }

  /**
   * Whether the store's newest epoch of a desktop names another node, so that nothing on this one
   * counts any more, or yet.
   */
  public boolean isHeldElsewhere(DesktopId desktop, NodeId node) throws IOException {
    return Store.open(store)
        .desktops()
        .currentEpoch(new DesktopKey(desktop.value()))
        .filter(epoch -> !epoch.holder().node().equals(node.value()))
        .isPresent();
  }

  /** Ships what is left for a moment; what then still waits is found at the next start. */
  @Override
  public void close() {
    keeper.shutdownNow();
    Thread closing = Thread.ofPlatform().daemon().name("sync-closing").start(this::closeEngine);
    try {
      if (!closing.join(CLOSING)) {
        log.warn("The sync has not ended within {}", CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** May wait for the store without end. */
  private void closeEngine() {
    try {
      engine.close();
    } catch (IOException | RuntimeException e) {
      log.warn("The sync ended: {}", e.toString());
    }
  }

  /** Called on the desktops' own threads. */
  private final class Told implements SyncListener {
    @Override
    public void shipped(DesktopKey desktop, SyncResult result, RecoveryPoint now) {
      log.debug("Desktop {}: {} names shipped", desktop, result.entries());
      with(desktop, Shipping::shipped);
    }

    @Override
    public void waiting(DesktopKey desktop, IOException why, RecoveryPoint now) {
      with(
          desktop,
          shipping -> {
            if (shipping.isNews(String.valueOf(why.getMessage()))) {
              log.warn("Desktop {} waits to be shipped: {}", desktop, why.getMessage());
            }
          });
    }

    /** The keeper begins again, unless another holder took the desktop. */
    @Override
    public void ended(DesktopKey desktop, Optional<Exception> why, RecoveryPoint now) {
      if (why.isPresent()) {
        with(desktop, shipping -> failed(desktop, shipping, why.get()));
      }
    }

    private void failed(DesktopKey desktop, Shipping shipping, Exception why) {
      SyncedUpper upper = shipping.current;
      log.warn("The sync of desktop {} ended: {}", desktop, why.getMessage());
      boolean superseded =
          why instanceof LayerException layer && layer.error() == LayerError.STALE_EPOCH;
      if (superseded && upper != null && upper.equals(shipping.wanted)) {
        shipping.wanted = null;
      }
      shipping.trouble(RETRY_NANOS);
      shipping.current = null;
    }

    private void with(DesktopKey desktop, Consumer<Shipping> work) {
      @Nullable Shipping shipping = shippings.get(id(desktop));
      if (shipping != null) {
        work.accept(shipping);
      }
    }
  }
}
