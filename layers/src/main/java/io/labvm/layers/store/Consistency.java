package io.labvm.layers.store;

import java.util.Locale;
import java.util.Optional;

/** What a version is worth as a state of the whole tree. */
public enum Consistency {
  /** Nothing ran. */
  STOPPED,
  /** Everything stood still at one moment. */
  FROZEN,
  /** Each file is whole, but the tree never existed at one moment. */
  LIVE;

  /** The stable name in documents. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Consistency> of(String code) {
    for (Consistency consistency : values()) {
      if (consistency.code().equals(code)) {
        return Optional.of(consistency);
      }
    }
    return Optional.empty();
  }
}
