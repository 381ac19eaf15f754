package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.Errno;
import io.labvm.linux.KernelWords;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which code a failure gets. */
final class Causes {
  private static final String OPTION = "--store";

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
    if (e instanceof LinuxException linux && (linux.is(Errno.ENOTSUP) || linux.is(Errno.ENOSYS))) {
      return LayerError.UNSUPPORTED;
    }
    if (KernelWords.isFull(e)) {
      return LayerError.NO_SPACE;
    }
    String message = String.valueOf(e.getMessage());
    return KernelWords.isUnusable(e) && store(words).filter(message::contains).isPresent()
        ? LayerError.STORE_UNAVAILABLE
        : LayerError.REFUSED;
  }

  /** As the store itself names its files, whatever way the option was written. */
  private static Optional<String> store(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith(OPTION + "=")) {
        return path(word.substring(OPTION.length() + 1));
      } else if (word.equals(OPTION) && i + 1 < words.size()) {
        return path(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> path(String text) {
    try {
      return Optional.of(Path.of(text).toAbsolutePath().normalize().toString());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
