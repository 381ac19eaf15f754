package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Goes back to an old version, makes a desktop of one, and removes one. Idempotent by operation.
 */
public final class Lines {
  private static final int ATTEMPTS = 8;

  private final Store store;
  private final DesktopKey desktop;

  Lines(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  /** What becomes of staged changes that no version holds. */
  public enum Staged {
    /** Refuse to leave them behind. */
    KEEP,
    /** Leave them behind. */
    DISCARD
  }

  /**
   * Makes the next version, with the layers of an old one. No chain goes on from it: the caller
   * sees to it that the desktop is not mounted.
   *
   * @param staged with DISCARD the newest version is not read, so that one goes back from one that
   *     is damaged
   * @throws LayerException refused, while the current holder has shipped what no version holds
   */
  public Version restore(int number, Staged staged, OperationKey operation) throws IOException {
    Versions versions = store.versions(desktop);
    for (int i = 0; i < ATTEMPTS; i++) {
      // Looked for again when a number was lost: perhaps to a repetition of this very operation.
      Optional<Version> before = versions.madeBy(operation);
      if (before.isPresent()) {
        store.layers().require(versions.layers(before.get()));
        return before.get();
      }
      Version old = versions.get(number);
      versions.requireSound(number);
      int newest = versions.numbers().getFirst();
      if (staged == Staged.KEEP) {
        requireSealed(versions.get(newest));
      }
      FaultPoint.reach("restore.read.after");
      Version next = copy(old, newest + 1, Version.RESTORE, operation);
      store.layers().require(next.layers()); // the newest version must never lack any
      FaultPoint.reach("restore.version.before");
      if (versions.publish(next)) {
        FaultPoint.reach("restore.version.after");
        store.layers().require(next.layers());
        return next;
      }
    }
    throw new LayerException(LayerError.BUSY, "others publish versions of desktop " + desktop);
  }

  private Version copy(Version old, int number, String trigger, OperationKey operation)
      throws IOException {
    Versions versions = store.versions(desktop);
    List<Digest> layers = versions.layers(old);
    var ignored = versions.get(old.number()); // its removal takes the note of its layers along
    return new Version(
        number,
        old.base(),
        layers,
        Optional.empty(),
        old.consistency(),
        old.completeUpTo(),
        trigger,
        "",
        operation,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        old.leftOut());
  }

  private void requireSealed(Version newest) throws IOException {
    Optional<Epoch> holder = store.desktops().currentEpoch(desktop);
    if (holder.isEmpty()) {
      return;
    }
    String upper = holder.get().holder().upperId();
    long sealed =
        newest.covers().filter(c -> c.upperId().equals(upper)).map(Covers::segment).orElse(0L);
    LongStream staged =
        store.desktops().staging(desktop, upper).numbers().stream().mapToLong(Long::longValue);
    if (staged.anyMatch(number -> number > sealed)) {
      throw new LayerException(
          LayerError.REFUSED,
          "desktop " + desktop + " has staged changes that no version holds; seal or discard them");
    }
  }

  /**
   * Makes a desktop whose version 0 shows an old version of this one. Repeated when that old
   * version is gone: still the desktop that was made.
   *
   * @throws LayerException refused, when another operation made a desktop of that id
   */
  public void fork(int number, DesktopKey made, OperationKey operation) throws IOException {
    if (!store.desktops().isMadeBy(made, operation)) {
      Versions versions = store.versions(desktop);
      Version old = versions.get(number);
      versions.requireSound(number);
      FaultPoint.reach("fork.desktop.before");
      store.desktops().create(made, copy(old, 0, "fork", operation));
      FaultPoint.reach("fork.desktop.after");
    }
    // Found by its operation: a repetition may come so late that the copy has lost it, too.
    Optional<Version> first = store.versions(made).madeBy(operation);
    if (first.isPresent()) {
      completeFork(first.get(), made, operation);
    }
  }

  private void completeFork(Version first, DesktopKey made, OperationKey operation)
      throws IOException {
    store.layers().require(first.layers());
    Equivalents known = new Equivalents(store, made);
    for (Equivalents.Equivalent e : new Equivalents(store, desktop).list()) {
      if (e.isIn(first.layers())) {
        known.add(e, operation);
      }
    }
  }

  /**
   * Moves a version to the trash; its layers go later, when no version lists them.
   *
   * @throws LayerException refused, for the newest, a pinned one, the one an upper stands on, and
   *     one that is not there
   */
  public void delete(int number, OperationKey operation) throws IOException {
    Versions versions = store.versions(desktop);
    if (!versions.numbers().contains(number) && versions.isInTrash(number, operation)) {
      versions.forget(number);
      return;
    }
    if (!versions.numbers().contains(number)) {
      throw new LayerException(LayerError.REFUSED, "no version " + number + " of " + desktop);
    }
    Optional<String> reason = new Kept(store, desktop).reason(number);
    if (reason.isPresent()) {
      throw new LayerException(
          LayerError.REFUSED, "version " + number + " of " + desktop + " " + reason.get());
    }
    FaultPoint.reach("delete.version.before");
    boolean gone = versions.moveToTrash(number, operation);
    FaultPoint.reach("delete.version.after");
    if (!gone) {
      throw new LayerException(LayerError.REFUSED, "version " + number + " was removed meanwhile");
    }
  }
}
