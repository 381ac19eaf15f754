package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import java.io.IOException;
import java.util.List;

/** Which code a failure gets: the JDK tells what the kernel said only by the kernel's words. */
final class Causes {
  private static final List<String> FULL =
      List.of("No space left", "Disk quota exceeded", "ENOSPC (", "EDQUOT (");

  /** What a mount says whose server or process is gone or does not answer in time. */
  private static final List<String> GONE =
      List.of(
          "Transport endpoint is not connected",
          "Input/output error",
          "Stale file handle",
          "Connection timed out",
          "ENOTCONN (",
          "EIO (",
          "ESTALE (",
          "ETIMEDOUT (");

  private Causes() {}

  /**
   * The code of a failure of a command line.
   *
   * @param words whose option {@code --store} tells which paths are the store's
   */
  static LayerError of(IOException e, List<String> words) {
    if (e instanceof LayerException layer) {
      return layer.error();
    }
    String message = String.valueOf(e.getMessage());
    if (FULL.stream().anyMatch(message::contains)) {
      return LayerError.NO_SPACE;
    }
    boolean gone = GONE.stream().anyMatch(message::contains);
    return gone && message.contains(store(words))
        ? LayerError.STORE_UNAVAILABLE
        : LayerError.REFUSED;
  }

  private static String store(List<String> words) {
    int option = words.indexOf("--store");
    return option < 0 || option + 1 >= words.size() ? "\0" : words.get(option + 1);
  }
}
