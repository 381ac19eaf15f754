package io.labvm.gateway;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the portal by exactly the certificate it was given, whoever signed it and whatever name it
 * carries: the address dialled is this machine's own. The file is read for each connection, so it
 * may be renewed while running; until the portal has read it too, within a minute, it is refused.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
  private final Path file;

  private PinnedCertificate(Path file) {
    this.file = file;
  }

  /** A context for clients that trusts the first certificate of a PEM file and nothing else. */
  static SSLContext trusting(Path file) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedCertificate(file)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    try (var in = Files.newInputStream(file)) {
      Certificate expected = CertificateFactory.getInstance("X.509").generateCertificate(in);
      if (chain.length == 0 || !chain[0].equals(expected)) {
        throw new CertificateException("not the certificate in " + file);
      }
    } catch (IOException e) {
      throw new CertificateException("cannot read " + file, e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
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
    return new X509Certificate[0];
  }
}
