package io.labvm.gateway.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;

/** Signs tickets; the gateway and the portal hold it, nodes hold its public half. */
public final class TicketKey {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 16;

  private final PrivateKey key;
  private final InstantSource clock;

  /** A key that is already in memory. */
  public TicketKey(PrivateKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * Reads an Ed25519 key (PEM, PKCS#8).
   *
   * @throws IOException when the file is missing or holds no such key
   */
  public static TicketKey load(Path pem) throws IOException {
    try {
      var encoded = PemText.body(Files.readString(pem, StandardCharsets.US_ASCII));
      var key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new TicketKey(key, InstantSource.system());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no Ed25519 key in " + pem, e);
    }
  }

  /**
   * A new ticket line, without its newline, valid for {@link Ticket#LIFE}.
   *
   * @throws IllegalArgumentException when the route names no node
   */
  public String mint(Route route, Purpose purpose) {
    var node = route.node();
    if (node == null) {
      throw new IllegalArgumentException("no node holds desktop " + route.desktop());
    }
    var expiry = clock.instant().plus(Ticket.LIFE).getEpochSecond();
    return sign(new Ticket(route.desktop(), route.epoch(), node, purpose, expiry, nonce()));
  }

  /** Signs a ticket as it is. */
  public String sign(Ticket ticket) {
    var payload = TicketJson.write(ticket);
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(payload);
      var encoder = Base64.getUrlEncoder().withoutPadding();
      return encoder.encodeToString(payload) + "." + encoder.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a ticket", e);
    }
  }

  private static String nonce() {
    var bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
