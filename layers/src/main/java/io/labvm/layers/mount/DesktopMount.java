package io.labvm.layers.mount;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Epoch;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.linux.MountEntry;
import io.labvm.linux.MountTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mounts a desktop from a state directory: takes the next epoch, continues its own upper or makes a
 * new one. An upper is continued exactly when the store's highest epoch names it and the newest
 * version is the one it stands on or was sealed of it; otherwise it is moved aside. Killed
 * anywhere, it may be called again.
 */
public final class DesktopMount {
  private static final int ATTEMPTS = 8;

  private final Store store;
  private final DesktopKey desktop;
  private final StateDirectory state;
  private final MountFeatures features;

  /**
   * @param features what {@link OverlaySupport#probe} found, or less
   */
  public DesktopMount(
      Store store, DesktopKey desktop, StateDirectory state, MountFeatures features) {
    this.store = store;
    this.desktop = desktop;
    this.state = state;
    this.features = features;
  }

  /**
   * Mounts.
   *
   * @param at an empty directory
   * @param cache where copies of images are kept
   * @param node id of this machine
   * @param operation takes the epoch
   */
  public MountedDesktop mount(Path at, Path cache, String node, OperationKey operation)
      throws IOException {
    var ignored = store.versions(desktop).newest(); // says when there is no such desktop
    Durable.directories(state.root());
    OverlayMounts.requireFit(state.upper());
    try (FileChannel lock = state.lock("mount")) {
      Optional<StateOwner> known = state.owner();
      refuseForeign(known);
      Optional<MountedDesktop> there = mounted(at.toRealPath(), known);
      if (there.isPresent()) {
        return there.get();
      }
      requireEmpty(at);
      if (!lock.isOpen()) {
        throw new IllegalStateException("lock lost");
      }
      return mount(at.toRealPath(), cache, claim(known, node, operation));
    }
  }

  /** Unsupported, when an upper cannot lie where the state is; before anything is made there. */
  public static void requireFit(StateDirectory state) throws IOException {
    OverlayMounts.requireFit(state.upper());
  }

  private void refuseForeign(Optional<StateOwner> known) throws LayerException {
    if (known.isPresent() && !known.get().desktop().equals(desktop)) {
      throw LayerException.about(
          LayerError.REFUSED,
          state.root(),
          state.root() + " belongs to desktop " + known.get().desktop());
    }
    if (known.isEmpty() && Files.exists(state.upper())) {
      throw LayerException.about(
          LayerError.REFUSED, state.upper(), state.upper() + " is an upper without an owner");
    }
  }

  /** The answer when this upper is mounted already; busy when it is elsewhere. */
  private Optional<MountedDesktop> mounted(Path at, Optional<StateOwner> known) throws IOException {
    String upper = OverlayMounts.real(state.upper()).toString();
    Optional<MountEntry> there =
        MountTable.read().entries().stream()
            .filter(e -> e.type().equals("overlay"))
            .filter(e -> e.superOption("upperdir").filter(upper::equals).isPresent())
            .findFirst();
    if (there.isEmpty() || known.isEmpty()) {
      return Optional.empty();
    }
    if (!there.get().mountPoint().equals(at.toString())) {
      throw LayerException.about(
          LayerError.BUSY, at, "desktop " + desktop + " is mounted at " + there.get().mountPoint());
    }
    StateOwner owner = known.get();
    return Optional.of(answer(owner, at));
  }

  private MountedDesktop answer(StateOwner owner, Path at) throws IOException {
    return new MountedDesktop(
        owner.epoch(), owner.holder().upperId(), owner.version(), at, Optional.empty());
  }

  private static void requireEmpty(Path at) throws IOException {
    if (MountTable.read().at(at.toRealPath()).isPresent()) {
      throw LayerException.about(LayerError.BUSY, at, at + " has another mount");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
      if (entries.iterator().hasNext()) {
        throw LayerException.about(LayerError.REFUSED, at, at + " is not empty");
      }
    }
  }

  /**
   * Whose upper is mounted now.
   *
   * @param leftBehind the id of the one moved aside for it
   */
  private record Claim(StateOwner owner, Optional<String> leftBehind) {}

  private Claim claim(Optional<StateOwner> known, String node, OperationKey operation)
      throws IOException {
    Optional<Epoch> current = store.desktops().currentEpoch(desktop);
    if (known.isPresent() && isHolder(known.get(), current) && continues(known.get())) {
      requireUpper(known.get());
      return new Claim(takeEpoch(known.get(), operation), Optional.empty());
    }
    requireUnused(operation);
    Optional<String> leftBehind = moveAside(known);
    Holder holder = new Holder(node, randomId());
    StateOwner fresh = new StateOwner(desktop, holder, newest(), 0, false);
    state.write(fresh);
    return new Claim(takeEpochOnNewest(fresh, operation), leftBehind);
  }

  private static boolean isHolder(StateOwner owner, Optional<Epoch> current) {
    return current.filter(e -> e.holder().upperId().equals(owner.holder().upperId())).isPresent();
  }

  /** A restored version does not go on from any upper, and none can be sealed above it. */
  private boolean continues(StateOwner owner) throws IOException {
    return store.versions(desktop).newest().goesOn(owner.holder().upperId(), owner.version());
  }

  /** An operation that took an epoch for another upper can take none for a new one. */
  private void requireUnused(OperationKey operation) throws IOException {
    Optional<Epoch> taken = store.desktops().epochBy(desktop, operation);
    if (taken.isPresent()) {
      throw stale(taken.get().number());
    }
  }

  /** A repeated operation gets the number it took before, which may be over. */
  private void requireCurrent(long epoch, Holder holder) throws IOException {
    boolean current =
        store
            .desktops()
            .currentEpoch(desktop)
            .filter(e -> e.number() == epoch && e.holder().upperId().equals(holder.upperId()))
            .isPresent();
    if (!current) {
      throw stale(epoch);
    }
  }

  private LayerException stale(long epoch) {
    return LayerException.about(
        LayerError.STALE_EPOCH,
        state.root(),
        "epoch " + epoch + " of desktop " + desktop + ", which this operation took, is over");
  }

  /** An empty directory in the place of a lost upper would show the member an old machine. */
  private void requireUpper(StateOwner owner) throws LayerException {
    if (owner.made() && !Files.isDirectory(state.upper())) {
      throw LayerException.about(
          LayerError.REFUSED,
          state.upper(),
          "upper "
              + owner.holder().upperId()
              + " is gone; remove "
              + state.root().resolve("owner")
              + " to go on from the newest version without it");
    }
  }

  private int newest() throws IOException {
    return store.versions(desktop).newest().number();
  }

  private StateOwner takeEpoch(StateOwner owner, OperationKey operation) throws IOException {
    long epoch = store.desktops().takeEpoch(desktop, owner.holder(), operation, 0, owner.version());
    requireCurrent(epoch, owner.holder());
    StateOwner holding = owner.withEpoch(epoch, owner.version());
    state.write(holding);
    return holding;
  }

  /** A version published while the epoch was taken would make the new upper a dead end. */
  private StateOwner takeEpochOnNewest(StateOwner fresh, OperationKey operation)
      throws IOException {
    StateOwner owner = fresh;
    for (int i = 0; i < ATTEMPTS; i++) {
      OperationKey key = i == 0 ? operation : new OperationKey(operation + "-" + i);
      StateOwner wanted = owner.withEpoch(0, newest());
      state.write(wanted);
      owner = takeEpoch(wanted, key);
      if (newest() == owner.version()) {
        return owner;
      }
    }
    throw new LayerException(
        LayerError.BUSY, "versions of desktop " + desktop + " are published all the time");
  }

  /** Crash-safe: the owner file still names the upper until a new one is written. */
  private Optional<String> moveAside(Optional<StateOwner> known) throws IOException {
    Optional<String> moved =
        known.isPresent() ? moveAside(known.get().holder().upperId()) : Optional.empty();
    // Also without an owner: what capture noted about another upper is wrong for the next one.
    Durable.remove(state.work());
    Durable.remove(state.index());
    return moved;
  }

  private Optional<String> moveAside(String id) throws IOException {
    Path aside = state.leftBehind().resolve(id);
    if (Files.isDirectory(state.upper())) {
      if (new OverlayMounts(features).isInUse(state.upper())) {
        throw LayerException.about(
            LayerError.BUSY, state.upper(), "a process still has an overlay with the old upper");
      }
      Durable.directories(state.leftBehind());
      Durable.publish(state.upper(), aside);
      Durable.sync(state.root());
    }
    return Files.isDirectory(aside) ? Optional.of(id) : Optional.empty();
  }

  private MountedDesktop mount(Path at, Path cache, Claim claim) throws IOException {
    StateOwner owner = claim.owner();
    Stack stack = store.stacks(desktop).shortest(store.versions(desktop).get(owner.version()));
    Path points = state.images().resolve("mounts");
    try (StackImages images = new StackImages(store, points, features)) {
      List<Path> lowers = images.mountCached(stack, cache);
      if (!Files.isDirectory(state.upper())) {
        UpperDirectory.create(state.upper(), lowers.getFirst());
      }
      if (!owner.made()) {
        owner = owner.withUpper();
        state.write(owner);
      }
      new OverlayMounts(features)
          .mount(new MountSpec(lowers, OverlayMounts.real(state.upper()), state.work(), at));
    }
    MountedDesktop mounted = answer(owner, at);
    return new MountedDesktop(
        mounted.epoch(), mounted.upperId(), mounted.version(), at, claim.leftBehind());
  }

  private static String randomId() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
