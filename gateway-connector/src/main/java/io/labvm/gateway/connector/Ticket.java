package io.labvm.gateway.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Permission for one connection to one desktop at one epoch through one node.
 *
 * @param expiresAt seconds since the epoch, UTC
 * @param nonce 128 random bits (hex); a relay accepts each once
 */
public record Ticket(
    @JsonProperty("d") String desktop,
    @JsonProperty("e") long epoch,
    @JsonProperty("n") String node,
    @JsonProperty("p") Purpose purpose,
    @JsonProperty("x") long expiresAt,
    @JsonProperty("j") String nonce) {
  /** The longest life a relay accepts. */
  public static final Duration LIFE = Duration.ofSeconds(30);

  /** The most bytes of a ticket line, its newline included. */
  public static final int MAX_LINE = 2048;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  public Ticket {
    check("desktop", desktop);
    check("node", node);
    check("nonce", nonce);
    if (purpose == null) {
      throw new IllegalArgumentException("purpose is missing");
    }
  }

  /** When it stops being valid. */
  public Instant expiry() {
    return Instant.ofEpochSecond(expiresAt);
  }

  private static void check(String field, String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(field + " must match " + NAME);
    }
  }
}
