package io.labvm.layers.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full id of a base, {@code <name>-<number>}.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,62}}, not itself ending in a number part
 * @param number from 1 on, given by the store
 */
public record BaseId(String name, int number) implements Comparable<BaseId> {
  private static final Pattern FULL =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,62})-([1-9][0-9]{0,8})");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public BaseId {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a base: " + name);
    }
    if (number < 1) {
      throw new IllegalArgumentException("number of a base: " + number);
    }
  }

  /** Whether a text may be the bare name of bases. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !FULL.matcher(text).matches();
  }

  /** Reads {@code debian-3}; empty when the text is anything else, a bare name included. */
  public static Optional<BaseId> parse(String text) {
    Matcher m = FULL.matcher(text);
    if (!m.matches() || !isName(m.group(1))) {
      return Optional.empty();
    }
    return Optional.of(new BaseId(m.group(1), Integer.parseInt(m.group(2))));
  }

  @Override
  public int compareTo(BaseId other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return name + "-" + number;
  }
}
