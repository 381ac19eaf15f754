package io.labvm.layers.sync;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.Errno;
import io.labvm.linux.LinuxException;
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
      LayerError error = isNoSpace(e) ? LayerError.NO_SPACE : LayerError.STORE_UNAVAILABLE;
      throw new LayerException(error, what + ": " + e.getMessage(), e);
    }
  }

  /** The JDK tells a full disk only by its message. */
  static boolean isNoSpace(IOException e) {
    if (e instanceof LinuxException linux) {
      return linux.is(Errno.ENOSPC) || linux.is(Errno.EDQUOT);
    }
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("Disk quota exceeded");
  }
}
