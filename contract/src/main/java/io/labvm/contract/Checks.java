package io.labvm.contract;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks of text that comes from outside; each throws IllegalArgumentException naming the field.
 */
public final class Checks {
  private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private Checks() {}

  /** An opaque id: 1 to 63 letters, digits, {@code _} and {@code -}. */
  public static String opaqueId(String field, @Nullable String value) {
    return matching(field, value, OPAQUE);
  }

  /** A name: 1 to 63 lower-case letters, digits and {@code -}. */
  public static String name(String field, @Nullable String value) {
    return matching(field, value, NAME);
  }

  private static String matching(String field, @Nullable String value, Pattern pattern) {
    Objects.requireNonNull(value, field);
    if (value.length() > 63 || !pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(field + " must match " + pattern);
    }
    return value;
  }
}
