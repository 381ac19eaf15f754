package io.labvm.nodechannel;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Builds the TLS contexts of the channel from keys and the cluster CA. */
public final class Tls {
  /** The name every server of the channel carries. */
  public static final String CHANNEL_NAME = "channel.labvm";

  /** The name of the store agent, which lets versions be read. */
  public static final String STORE_NAME = "store.labvm";

  /** The name by which the store agent knows the portal. */
  public static final String PORTAL_NAME = "portal.labvm";

  private static final int DNS_NAME = 2;

  private Tls() {}

  /** The name in a node's certificate. */
  public static String nodeName(String node) {
    return node + ".node.labvm";
  }

  /** The DNS names of a certificate. */
  public static List<String> dnsNames(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names.stream().flatMap(Tls::dnsName).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static Stream<String> dnsName(Collection<?> entry) {
    var parts = List.copyOf(entry);
    return parts.get(0).equals(DNS_NAME) ? Stream.of((String) parts.get(1)) : Stream.empty();
  }

  /** A context that shows {@code keys} and trusts certificates of {@code ca}. */
  public static SSLContext context(KeyStore keys, char[] password, X509Certificate ca) {
    return context(keyManagers(keys, password).getKeyManagers(), authority(ca));
  }

  /**
   * A server's context from a key file that {@link ClusterCa#serviceKeys} made. It trusts the
   * authority at the end of its own chain.
   *
   * @throws IOException when the file is missing, damaged or has another password
   */
  public static SSLContext serviceContext(Path keystore, char[] password) throws IOException {
    try {
      var keys = KeyStore.getInstance(keystore.toFile(), password);
      var chain = keys.getCertificateChain(Collections.list(keys.aliases()).getFirst());
      return context(keys, password, (X509Certificate) chain[chain.length - 1]);
    } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
      throw new IOException("cannot read the key in " + keystore, e);
    }
  }

  /**
   * A client's context: besides a valid chain the server's certificate must carry {@code
   * serverName}, whatever address was dialled.
   *
   * @param keys what the client shows, null for nothing
   */
  static SSLContext clientContext(
      @Nullable KeyStore keys, char[] password, X509ExtendedTrustManager server) {
    return context(keys == null ? null : keyManagers(keys, password).getKeyManagers(), server);
  }

  /** Trusts what {@code ca} signed, without looking at names. */
  static X509ExtendedTrustManager authority(X509Certificate ca) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", ca);
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust manager for the cluster CA", e);
    }
  }

  static KeyManagerFactory keyManagers(KeyStore keys, char[] password) {
    try {
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, password);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key manager for the channel", e);
    }
  }

  private static SSLContext context(
      KeyManager @Nullable [] keys, X509ExtendedTrustManager trusted) {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS 1.3 in this JDK", e);
    }
  }
}
