package io.labvm.ui.gpus;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a node gives its GPUs. */
public enum GpuMode {
  /** All of them to each of its desktops. */
  SHARED,
  /** Each to one desktop at most, by lease. */
  EXCLUSIVE;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when there is no such mode. */
  public static Optional<GpuMode> fromWire(@Nullable String wire) {
    return Arrays.stream(values()).filter(mode -> mode.wire().equals(wire)).findFirst();
  }
}
