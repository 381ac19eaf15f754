package io.labvm.layers.store;

import java.util.regex.Pattern;

/** The id of a desktop as a directory name of the store: {@code [A-Za-z0-9][A-Za-z0-9-]{0,62}}. */
public record DesktopKey(String value) {
  static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  public DesktopKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a desktop");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
