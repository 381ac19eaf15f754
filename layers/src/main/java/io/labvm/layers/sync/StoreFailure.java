package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.KernelWords;
import java.io.IOException;

/** Tells what the store's file system says by its errors. */
final class StoreFailure {
  private StoreFailure() {}

  /** Work on the store. */
  interface Work<T> {
    T run() throws IOException;
  }

  /** Runs it; an error that is not explained yet becomes no-space or store-unavailable. */
  static <T> T explained(String what, Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (LayerException e) {
      throw e;
    } catch (IOException e) {
      LayerError error = KernelWords.isFull(e) ? LayerError.NO_SPACE : LayerError.STORE_UNAVAILABLE;
      throw new LayerException(error, what + ": " + e.getMessage(), e);
    }
  }
}
