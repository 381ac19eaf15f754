package io.labvm.nodechannel;

import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The one-time token with which a node joins: 32 random bytes (base64url), {@code .}, and the
 * SHA-256 of the CA's certificate, by which the joining node knows the server it talks to.
 *
 * @param value the whole token
 */
public record JoinToken(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}\\.[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public JoinToken {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a join token");
    }
  }

  /** Makes a new token of the cluster with this CA. */
  public static JoinToken mint(X509Certificate authority) {
    var random = new byte[32];
    RANDOM.nextBytes(random);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new JoinToken(text + "." + fingerprint(authority));
  }

  /** What the database keeps instead of the token: its SHA-256. */
  public String sha256() {
    return Digests.sha256(value);
  }

  /** The SHA-256 of the CA certificate that this token names. */
  public String authorityFingerprint() {
    return value.substring(value.indexOf('.') + 1);
  }

  /** SHA-256 of a certificate's encoding. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return Digests.sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }

  /** Shows nothing of the secret part. */
  @Override
  public String toString() {
    return "JoinToken[…]";
  }
}
