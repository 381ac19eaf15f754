package io.labvm.gateway.connector;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The relay's check of tickets: signature, node, life, and that each is used once.
 *
 * <p>Whether the epoch is the current one is the caller's question. Safe for several threads. The
 * memory of used nonces is bounded by what the holder of the key signs within one life.
 */
public final class TicketVerifier {
  /** How far the clocks of gateway and node may differ. */
  static final Duration SKEW = Duration.ofSeconds(5);

  private final PublicKey key;
  private final String node;
  private final InstantSource clock;
  private final Map<String, Instant> used = new HashMap<>();
  private Instant nextSweep = Instant.MIN;

  /** A verifier for the relay of {@code node}. */
  public TicketVerifier(PublicKey key, String node, InstantSource clock) {
    this.key = key;
    this.node = node;
    this.clock = clock;
  }

  /**
   * Accepts a ticket line (without newline) once.
   *
   * @throws RelayRefusal when it is expired, used, for another node, or not signed by the key
   */
  public Ticket accept(String line) throws RelayRefusal {
    var ticket = verified(line);
    if (!ticket.node().equals(node)) {
      throw new RelayRefusal(RelayError.BAD_TICKET, "for node " + ticket.node());
    }
    var now = clock.instant();
    var expiry = ticket.expiry();
    if (expiry.plus(SKEW).isBefore(now)) {
      throw new RelayRefusal(RelayError.EXPIRED, "since " + expiry);
    }
    if (expiry.isAfter(now.plus(Ticket.LIFE).plus(SKEW))) {
      throw new RelayRefusal(RelayError.BAD_TICKET, "lives too long");
    }
    useOnce(ticket, now);
    return ticket;
  }

  private Ticket verified(String line) throws RelayRefusal {
    try {
      var dot = line.indexOf('.');
      if (line.length() >= Ticket.MAX_LINE || dot < 0) {
        throw new RelayRefusal(RelayError.BAD_TICKET, "not a ticket");
      }
      var decoder = Base64.getUrlDecoder();
      var payload = decoder.decode(line.substring(0, dot));
      var signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(payload);
      if (!signature.verify(decoder.decode(line.substring(dot + 1)))) {
        throw new RelayRefusal(RelayError.BAD_TICKET, "signed by another key");
      }
      return TicketJson.read(payload);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new RelayRefusal(RelayError.BAD_TICKET, "cannot be read");
    }
  }

  private synchronized void useOnce(Ticket ticket, Instant now) throws RelayRefusal {
    if (now.isAfter(nextSweep)) {
      used.values().removeIf(expiry -> expiry.plus(SKEW).isBefore(now));
      nextSweep = now.plus(SKEW);
    }
    if (used.putIfAbsent(ticket.nonce(), ticket.expiry()) != null) {
      throw new RelayRefusal(RelayError.USED, "a ticket opens one connection");
    }
  }
}
