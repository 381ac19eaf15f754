package io.labvm.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something was not done; nothing half-made is left that a repetition would trip over. */
public final class LayerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final LayerError error;
  private final @Nullable String file;
  private final long offset;

  public LayerException(LayerError error, String message) {
    this(error, message, null, -1, null);
  }

  public LayerException(LayerError error, String message, @Nullable Throwable cause) {
    this(error, message, null, -1, cause);
  }

  private LayerException(
      LayerError error,
      String message,
      @Nullable Path file,
      long offset,
      @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
    this.file = file == null ? null : file.toString();
    this.offset = offset;
  }

  /** Bytes in a file are not what they must be. */
  public static LayerException damaged(Path file, long offset, String what) {
    String message = file + " is damaged at byte " + offset + ": " + what;
    return new LayerException(LayerError.DAMAGED, message, file, offset, null);
  }

  /** A file or directory stands against what was asked. */
  public static LayerException about(LayerError error, Path file, String message) {
    return new LayerException(error, message, file, -1, null);
  }

  public LayerError error() {
    return error;
  }

  /** The file it is about, where there is one. */
  public Optional<String> file() {
    return Optional.ofNullable(file);
  }

  /** Where in that file, or -1. */
  public long offset() {
    return offset;
  }
}
