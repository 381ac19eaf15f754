package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes epochs for those who mount a desktop, and chooses the upper: the one that is there goes on
 * while the newest version is the one it stands on or was sealed of it; else a new one begins on
 * the newest version.
 */
public final class Starts {
  private static final int ATTEMPTS = 8;

  private final Store store;
  private final DesktopKey desktop;

  Starts(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  /**
   * Takes the next epoch. The same operation gets the epoch it took before.
   *
   * @param known the holder whose upper may go on
   * @param fresh id of the upper that begins otherwise
   * @param above the epoch taken is greater than this one
   */
  public Epoch take(Holder known, String fresh, OperationKey operation, long above)
      throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Epoch taken = takeOnce(known, fresh, key(operation, i), above);
      boolean current = store.desktops().currentEpoch(desktop).filter(taken::equals).isPresent();
      // A version published meanwhile would make the new upper a dead end; another's epoch ends us,
      // unless it is what this very operation took next.
      boolean last =
          current
              ? goesOn(taken)
              : store.desktops().epochBy(desktop, key(operation, i + 1)).isEmpty();
      if (last) {
        return taken;
      }
    }
    throw new LayerException(
        LayerError.BUSY, "versions of desktop " + desktop + " are published all the time");
  }

  private static OperationKey key(OperationKey operation, int attempt) {
    return attempt == 0 ? operation : new OperationKey(operation + "-" + attempt);
  }

  private Epoch takeOnce(Holder known, String fresh, OperationKey operation, long above)
      throws IOException {
    DesktopStore desktops = store.desktops();
    Optional<Epoch> before = desktops.epochBy(desktop, operation);
    if (before.isPresent()) {
      return before.get();
    }
    Optional<Epoch> going =
        desktops.currentEpoch(desktop).filter(e -> e.holder().upperId().equals(known.upperId()));
    boolean goesOn = going.isPresent() && goesOn(going.get());
    Holder holder = goesOn ? known : new Holder(known.node(), fresh);
    int version = goesOn ? going.get().version() : store.versions(desktop).newest().number();
    long number = desktops.takeEpoch(desktop, holder, operation, above, version);
    return new Epoch(number, holder, operation, version);
  }

  private boolean goesOn(Epoch epoch) throws IOException {
    return store.versions(desktop).newest().goesOn(epoch.holder().upperId(), epoch.version());
  }

  /** The shortest stack below the upper of an epoch. */
  public Stack stack(Epoch epoch) throws IOException {
    return store.stacks(desktop).shortest(store.versions(desktop).get(epoch.version()));
  }
}
