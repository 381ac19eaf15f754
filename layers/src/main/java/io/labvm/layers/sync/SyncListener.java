package io.labvm.layers.sync;

import io.labvm.layers.store.DesktopKey;
import java.io.IOException;

/** Told on the desktop's own thread what became of its changes. */
public interface SyncListener {
  void shipped(DesktopKey desktop, SyncResult result, RecoveryPoint now);

  /** It is tried again. */
  void waiting(DesktopKey desktop, IOException why, RecoveryPoint now);

  /** It ended; without a cause because it was asked to. */
  void ended(DesktopKey desktop, java.util.Optional<Exception> why, RecoveryPoint now);
}
