package io.labvm.nodechannel;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of ids that arrive over the channel; each throws IllegalArgumentException. */
final class Names {
  private static final Pattern NODE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern DESKTOP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private Names() {}

  static String node(@Nullable String value) {
    return matching("node", value, NODE);
  }

  static String desktop(@Nullable String value) {
    return matching("desktop", value, DESKTOP);
  }

  static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  private static String matching(String field, @Nullable String value, Pattern pattern) {
    present(field, value);
    if (!pattern.matcher(Objects.requireNonNull(value)).matches()) {
      throw new IllegalArgumentException(field + " must match " + pattern);
    }
    return value;
  }
}
