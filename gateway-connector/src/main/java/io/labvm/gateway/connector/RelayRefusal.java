package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.Serial;

/** A relay, or the ticket's check in it, said no. */
public final class RelayRefusal extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final RelayError error;

  /** A refusal with its explanation for the log; the peer learns the code only. */
  public RelayRefusal(RelayError error, String message) {
    super(error.wire() + ": " + message);
    this.error = error;
  }

  /** The code. */
  public RelayError error() {
    return error;
  }
}
