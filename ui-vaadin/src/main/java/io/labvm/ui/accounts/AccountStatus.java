package io.labvm.ui.accounts;

import java.util.Locale;

/** Whether an account may be used. */
public enum AccountStatus {
  /** Waits for an admin's approval; may sign in and watch its registration. */
  PENDING,
  ACTIVE,
  /** The registration was refused; may not sign in. */
  DENIED,
  /** Closed by an admin for the time being; may not sign in. */
  FROZEN;

  /** Whether its holder may sign in and use what they hold. */
  public boolean usable() {
    return switch (this) {
      case PENDING, ACTIVE -> true;
      case DENIED, FROZEN -> false;
    };
  }

  /** Wire form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the wire form. */
  public static AccountStatus fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
