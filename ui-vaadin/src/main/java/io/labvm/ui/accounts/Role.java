package io.labvm.ui.accounts;

import java.util.Locale;

/** What an account may do on the platform. */
public enum Role {
  MEMBER,
  ADMIN;

  /** Wire form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire form. */
  public static Role fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
