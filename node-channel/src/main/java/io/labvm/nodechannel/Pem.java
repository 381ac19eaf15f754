package io.labvm.nodechannel;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads and writes the three kinds of PEM text in use, with the JDK alone. */
public final class Pem {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** Writes a certificate. */
  public static String of(X509Certificate certificate) {
    try {
      return wrap("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }

  /** Writes a public key as SubjectPublicKeyInfo. */
  public static String of(PublicKey key) {
    return wrap("PUBLIC KEY", key.getEncoded());
  }

  /** Writes a private key as PKCS#8, not encrypted. */
  public static String of(PrivateKey key) {
    return wrap("PRIVATE KEY", key.getEncoded());
  }

  static String wrap(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  /**
   * Reads the first certificate.
   *
   * @throws IllegalArgumentException when the text holds none
   */
  public static X509Certificate certificate(String pem) {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var bytes = new ByteArrayInputStream(unwrap("CERTIFICATE", pem));
      return (X509Certificate) factory.generateCertificate(bytes);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @param algorithm {@code Ed25519} or {@code EC}
   * @throws IllegalArgumentException when the text holds no such key
   */
  public static PublicKey publicKey(String algorithm, String pem) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePublic(new X509EncodedKeySpec(unwrap("PUBLIC KEY", pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of " + algorithm, e);
    }
  }

  /**
   * Reads a private key.
   *
   * @param algorithm {@code Ed25519} or {@code EC}
   * @throws IllegalArgumentException when the text holds no such key
   */
  public static PrivateKey privateKey(String algorithm, String pem) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(unwrap("PRIVATE KEY", pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of " + algorithm, e);
    }
  }

  static byte[] unwrap(String label, String pem) {
    var begin = "-----BEGIN " + label + "-----";
    var from = pem.indexOf(begin);
    var to = pem.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no PEM block " + label);
    }
    var body = pem.substring(from + begin.length(), to);
    return Base64.getMimeDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
  }
}
