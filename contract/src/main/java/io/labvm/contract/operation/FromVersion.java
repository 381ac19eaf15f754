package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operation takes from a version, or from what was left behind.
 *
 * @param version 0 or more; 0 for left-behind changes
 * @param path absolute; null for all of it
 * @param mode what becomes of what is there now; null for all of it
 * @param left which left-behind changes it is taken from; null for a version
 */
public record FromVersion(
    long version,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String path,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Mode mode,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String left) {
  /** Of a version. */
  public FromVersion(long version, @Nullable String path, @Nullable Mode mode) {
    this(version, path, mode, null);
  }

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

  /** Of what was left behind on the desktop's node. */
  public static FromVersion leftBehind(String left, String path, Mode mode) {
    return new FromVersion(0, path, mode, left);
  }

  /** All of a version. */
  public static FromVersion whole(long version) {
    return new FromVersion(version, null, null);
  }
}
