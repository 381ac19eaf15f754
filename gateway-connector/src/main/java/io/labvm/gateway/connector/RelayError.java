package io.labvm.gateway.connector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a relay refused a connection; sent as {@code ERR <code>}. */
public enum RelayError {
  EXPIRED,
  BAD_TICKET,
  USED,
  STALE_EPOCH,
  NOT_RUNNING,
  UNREACHABLE;

  /** The code on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The error with this code, empty for an unknown one. */
  public static Optional<RelayError> ofWire(String wire) {
    return Arrays.stream(values()).filter(error -> error.wire().equals(wire)).findFirst();
  }
}
