package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operation takes from a version.
 *
 * @param version 0 or more
 * @param path absolute; null for all of it
 * @param mode what becomes of what is there now; null for all of it
 */
public record FromVersion(
    long version,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String path,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Mode mode) {
  /** How a path comes back. */
  public enum Mode {
    /** Under another name in the same folder. */
    BESIDE,
    /** In the place of what is there. */
    REPLACE;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Mode fromWire(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** All of a version. */
  public static FromVersion whole(long version) {
    return new FromVersion(version, null, null);
  }
}
