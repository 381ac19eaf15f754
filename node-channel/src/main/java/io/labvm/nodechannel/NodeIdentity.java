package io.labvm.nodechannel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Who a node is: its key and certificate, the cluster CA, and the key of the tickets it accepts.
 *
 * <p>Kept in the identity directory (0700) as {@code key.p12}, {@code password}, {@code ca.pem} and
 * {@code ticket-key.pub.pem}; {@code key.p12} is written last, so its presence means joined.
 */
public final class NodeIdentity {
  static final String KEY = "key.p12";
  static final String PASSWORD = "password";
  static final String CA = "ca.pem";
  static final String TICKET_KEY = "ticket-key.pub.pem";
  static final String ALIAS = "node";

  private final KeyStore keys;
  private final char[] password;
  private final X509Certificate certificate;
  private final X509Certificate authority;
  private final PublicKey ticketKey;

  private NodeIdentity(
      KeyStore keys, char[] password, X509Certificate authority, PublicKey ticketKey)
      throws GeneralSecurityException {
    this.keys = keys;
    this.password = password;
    this.certificate = (X509Certificate) keys.getCertificate(ALIAS);
    this.authority = authority;
    this.ticketKey = ticketKey;
  }

  /** Whether the directory holds an identity that the control plane has confirmed. */
  public static boolean isJoined(Path directory) {
    return Files.exists(directory.resolve(KEY));
  }

  /**
   * Reads an identity.
   *
   * @throws IOException when the node has not joined or a file is damaged
   */
  public static NodeIdentity load(Path directory) throws IOException {
    try {
      var password = text(directory.resolve(PASSWORD)).strip().toCharArray();
      var keys = KeyStore.getInstance(directory.resolve(KEY).toFile(), password);
      return new NodeIdentity(
          keys,
          password,
          Pem.certificate(text(directory.resolve(CA))),
          Pem.publicKey("Ed25519", text(directory.resolve(TICKET_KEY))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("damaged node identity in " + directory, e);
    }
  }

  /** The node's id, from its certificate. */
  public String node() {
    return commonName(certificate);
  }

  /** The node's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The cluster CA's certificate. */
  public X509Certificate authority() {
    return authority;
  }

  /** The Ed25519 key that signs relay tickets. */
  public PublicKey ticketKey() {
    return ticketKey;
  }

  /** For the relay's server side: the node's certificate ({@code <node>.node.labvm}). */
  public KeyManagerFactory keys() {
    return Tls.keyManagers(keys, password);
  }

  /** For what the node lets others of the cluster read: shows its certificate, trusts the CA. */
  public SSLContext serverContext() {
    return Tls.context(keys, password, authority);
  }

  /** For the channel: shows the node's certificate, wants a server named {@code channel.labvm}. */
  public SSLContext channelContext() {
    var trust =
        new NamedServerTrust(Tls.authority(authority)::checkServerTrusted, Tls.CHANNEL_NAME);
    return Tls.clientContext(keys, password, trust);
  }

  /**
   * The common name of a certificate's subject.
   *
   * @throws IllegalArgumentException when the subject is not exactly {@code CN=<node>}
   */
  public static String commonName(X509Certificate certificate) {
    var subject = certificate.getSubjectX500Principal().getName();
    if (!subject.startsWith("CN=")) {
      throw new IllegalArgumentException("not a node's certificate: " + subject);
    }
    return Names.node(subject.substring("CN=".length()));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
