package io.labvm.layers.scenario;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.fuzz.Life;
import io.labvm.layers.mount.DesktopMount;
import io.labvm.layers.mount.MountedDesktop;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.StateDirectory;
import io.labvm.layers.mount.StateOwner;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.mount.Unmount;
import io.labvm.layers.mount.ViewMount;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Lines;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Prune;
import io.labvm.layers.store.Pruned;
import io.labvm.layers.store.Retention;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Sealed;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verification;
import io.labvm.layers.store.Version;
import io.labvm.layers.sync.DecidingPass;
import io.labvm.layers.sync.RecoveryPoint;
import io.labvm.layers.sync.SyncEngine;
import io.labvm.layers.sync.SyncListener;
import io.labvm.layers.sync.SyncResult;
import io.labvm.layers.sync.SyncSettings;
import io.labvm.layers.sync.SyncedUpper;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.layers.view.StackView;
import io.labvm.linux.Mounts;
import io.labvm.linux.TreeEvents.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A desktop in a store, driven by what the product runs: its mount, its continuous sync, and every
 * operation of the store. What each version shows is remembered and must never change.
 */
public final class StoreDesk implements AutoCloseable {
  private static final DesktopKey KEY = new DesktopKey("d");
  private static final Prune.Waits NO_WAITS = new Prune.Waits(Duration.ZERO, Duration.ZERO);

  private final Life life;
  private final Path home;
  private final Store store;
  private final Map<Integer, TreeRecord> shown = new TreeMap<>();
  private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong batches = new AtomicLong();
  private int places;
  private int forks;
  private StateDirectory state;
  private @Nullable SyncEngine engine;

  private final SyncListener listener =
      new SyncListener() {
        @Override
        public void shipped(DesktopKey desktop, SyncResult result, RecoveryPoint now) {
          batches.incrementAndGet();
        }

        @Override
        public void waiting(DesktopKey desktop, IOException why, RecoveryPoint now) {
          failures.add(why);
        }

        @Override
        public void ended(DesktopKey desktop, Optional<Exception> why, RecoveryPoint now) {
          why.ifPresent(failures::add);
        }
      };

  private StoreDesk(Life life, Path home, Store store) {
    this.life = life;
    this.home = home;
    this.store = store;
    this.state = StateDirectory.of(home.resolve("state"));
  }

  static StoreDesk start(Life life, Path tree, Path home) throws IOException {
    Store store = Store.create(home.resolve("store"));
    BaseId base =
        store
            .bases()
            .importFrom("base", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(KEY, base, OperationKey.random());
    Files.createDirectories(home.resolve("merged"));
    StoreDesk desk = new StoreDesk(life, home, store);
    desk.mount();
    int ignored = desk.check();
    return desk;
  }

  // ------------------------------------------------------------------------------ mounting

  private MountedDesktop mount() throws IOException {
    awaitUnused();
    return new DesktopMount(store, KEY, state, TestedKernel.features())
        .mount(merged(), home.resolve("cache"), "node", OperationKey.random());
  }

  /** A process that starts in a mount namespace of its own has all mounts for a moment. */
  private void awaitUnused() throws IOException {
    OverlayMounts overlays = new OverlayMounts(TestedKernel.features());
    Instant end = Instant.now().plusSeconds(60);
    while (Files.exists(state.upper())
        && overlays.isInUse(state.upper())
        && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
  }

  private void unmount() throws IOException {
    stopSync();
    if (!Unmount.at(merged())) {
      throw new IOException("was not mounted: " + merged());
    }
  }

  /** The same upper again, as after a reboot. */
  public void restart() throws IOException {
    unmount();
    requireNothingLeftBehind(mount());
  }

  public void restartWithoutIndex() throws IOException {
    unmount();
    Durable.remove(state.index());
    requireNothingLeftBehind(mount());
  }

  private static void requireNothingLeftBehind(MountedDesktop mounted) throws IOException {
    if (mounted.leftBehind().isPresent()) {
      throw new IOException("its own upper was left behind");
    }
  }

  /** A new upper over the newest version, on another node; everything must be sealed. */
  public void moveOn() throws IOException {
    unmount();
    places++;
    state = StateDirectory.of(home.resolve("state-" + places));
    var ignored = mount();
    requireShows(newest().number(), TreeRecord.ofView(merged()));
  }

  /** Back to an older version; what is not sealed is left behind. */
  public void restore(int version, OperationKey operation) throws IOException {
    stopSync();
    Version made = store.lines(KEY).restore(version, Lines.Staged.DISCARD, operation);
    shown.put(made.number(), record(version));
    unmount();
    var ignored = mount();
    requireShows(made.number(), TreeRecord.ofView(merged()));
  }

  // ------------------------------------------------------------------------------ living

  public Life.Burst lives(long seed, int operations) throws IOException {
    return life.burst(merged(), seed, operations);
  }

  public Life.Restless restless(long seed) throws IOException {
    return life.restless(merged(), seed);
  }

  // ------------------------------------------------------------------------------ shipping

  /** Ships what changes as it changes, until {@link #stopSync}. */
  public void startSync(List<Source> sources) throws IOException {
    if (engine == null) {
      engine = new SyncEngine(eager(sources), listener);
      engine.add(store, place());
    }
  }

  private static SyncSettings eager(List<Source> sources) {
    Duration soon = Duration.ofMillis(20);
    return new SyncSettings(
        sources, Duration.ofMillis(5), soon, soon, Duration.ofHours(1), soon, 1000, 2, 1e6);
  }

  /** Ships the rest. */
  public void stopSync() throws IOException {
    if (engine != null) {
      engine.close();
      engine = null;
    }
    if (!failures.isEmpty()) {
      throw new IOException("continuous sync failed", failures.peek());
    }
  }

  /** Batches that continuous sync has shipped. */
  public long batches() {
    return batches.get();
  }

  /** One capture of everything, which decides; answers how many names changed meanwhile. */
  public long ship(Consistency consistency) throws IOException {
    return new DecidingPass(store, place()).run(consistency, OptionalLong.empty()).unstable();
  }

  private SyncedUpper place() throws IOException {
    StateOwner owner = state.owner().orElseThrow();
    return new SyncedUpper(
        KEY,
        owner.holder().upperId(),
        owner.epoch(),
        state.upper(),
        state.index(),
        state.root().resolve("spool"));
  }

  /** Whether there are segments that no version holds. */
  public boolean hasShipped() throws IOException {
    return !store.desktops().staging(KEY, place().upperId()).numbers().isEmpty();
  }

  // ------------------------------------------------------------------------------ the store

  /** Seals what is staged, beside whatever runs; answers whether there was anything. */
  public boolean seal(OperationKey operation) throws IOException {
    int before = newest().number();
    Sealed sealed =
        store.seals().seal(new SealRequest(KEY, Optional.empty(), "", "manual", operation));
    boolean made = sealed.version() > before || !shown.containsKey(sealed.version());
    if (made) {
      shown.put(sealed.version(), viewed(store.versions(KEY).get(sealed.version())));
    }
    return made;
  }

  /** Folds what one version has above another; false when it is not built on it. */
  public boolean fold(int from, int to, OperationKey operation) throws IOException {
    try {
      var ignored = store.folds(KEY).between(from, to, operation);
    } catch (LayerException e) {
      if (e.error() == LayerError.REFUSED) {
        return false;
      }
      throw e;
    }
    requireShows(to, viewed(store.versions(KEY).get(to)));
    return true;
  }

  /** Keeps so many of the newest versions and what is needed; answers how many went. */
  public int prune(int last, OperationKey operation) throws IOException {
    Pruned pruned = store.prune(KEY).run(new Retention(last, 0, 0, 0, 0), NO_WAITS, operation);
    shown.keySet().retainAll(store.versions(KEY).numbers());
    for (int version : versions()) {
      try (StackView view = store.stacks(KEY).open(store.versions(KEY).get(version))) {
        requireShows(version, TreeRecord.ofStack(view));
      }
    }
    requireShows(newest().number(), viewed(newest()));
    return pruned.removed().size();
  }

  /** Another desktop shows what this version shows. */
  public void fork(int version, OperationKey operation) throws IOException {
    DesktopKey made = new DesktopKey("fork-" + forks++);
    store.lines(KEY).fork(version, made, operation);
    try (StackView view = store.stacks(made).open(store.versions(made).newest())) {
      requireShows(version, TreeRecord.ofStack(view));
    }
  }

  /** Newest first. */
  public List<Integer> versions() throws IOException {
    return store.versions(KEY).numbers();
  }

  private Version newest() throws IOException {
    return store.versions(KEY).newest();
  }

  // ------------------------------------------------------------------------------ judging

  /** Compares what a fresh mount of the newest version shows with what runs; answers its size. */
  public int check() throws IOException {
    Version newest = newest();
    TreeRecord fresh = viewed(newest);
    shown.putIfAbsent(newest.number(), fresh);
    requireShows(newest.number(), fresh);
    try (StackView view = store.stacks(KEY).open(newest)) {
      return Judge.compare(fresh, TreeRecord.ofDesktop(merged(), state.upper()), view);
    }
  }

  /** Nothing in the store is damaged. */
  public void verify() throws IOException {
    Judge.require("damaged", Verification.of(store, true).damaged());
  }

  private TreeRecord record(int version) throws IOException {
    TreeRecord record = shown.get(version);
    if (record == null) {
      throw new IOException("nobody has seen version " + version);
    }
    return record;
  }

  private void requireShows(int version, TreeRecord now) throws IOException {
    Judge.require(
        "version " + version + " shows something else", now.differencesFrom(record(version)));
  }

  private TreeRecord viewed(Version version) throws IOException {
    Path at = Files.createTempDirectory(home, "view");
    new ViewMount(store, TestedKernel.features())
        .mount(store.stacks(KEY).shortest(version), at, Optional.empty());
    try {
      return TreeRecord.ofView(at);
    } finally {
      // A process being started by another thread has our descriptors for a moment: busy.
      Mounts.detach(at);
      Files.delete(at);
    }
  }

  private Path merged() {
    return home.resolve("merged");
  }

  @Override
  public void close() throws IOException {
    try {
      if (engine != null) {
        engine.close();
      }
    } finally {
      if (new OverlayMounts(TestedKernel.features()).isMounted(merged())) {
        Mounts.detach(merged());
      }
      Desk.remove(home);
    }
  }
}
