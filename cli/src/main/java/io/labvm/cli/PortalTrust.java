package io.labvm.cli;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a portal whose own certificate stands in a file, whatever name it carries, and one whose
 * certificate was signed by an authority in that file and carries the name dialled. Nobody else:
 * the system's authorities do not count where a file is given.
 */
final class PortalTrust extends X509ExtendedTrustManager {
  private final List<X509Certificate> given;
  private final X509ExtendedTrustManager authorities;

  private PortalTrust(List<X509Certificate> given) throws GeneralSecurityException, IOException {
    this.given = given;
    this.authorities = authorities(given);
  }

  /**
   * @param file certificates as PEM
   * @throws Problem when it cannot be read or holds none
   */
  static SSLContext of(Path file) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PortalTrust(read(file))}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new Problem(
          "Cannot use the certificates in " + file,
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
          "It must be a PEM file, such as the one given to --tls-cert");
    }
  }

  private static List<X509Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    var certificates = new ArrayList<X509Certificate>();
    try (var in = Files.newInputStream(file)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    return List.copyOf(certificates);
  }

  private static X509ExtendedTrustManager authorities(List<X509Certificate> given)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < given.size(); i++) {
      store.setCertificateEntry("given-" + i, given.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new CertificateException("this Java checks no certificates"));
  }

  private boolean isGiven(X509Certificate[] chain) {
    return chain.length > 0 && given.contains(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    // without a connection there is no name to check
    if (!isGiven(chain)) {
      throw new CertificateException("not one of the given certificates");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!isGiven(chain)) {
      authorities.checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (!isGiven(chain)) {
      authorities.checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("for servers only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
