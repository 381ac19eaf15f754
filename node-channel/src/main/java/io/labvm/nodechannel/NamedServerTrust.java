package io.labvm.nodechannel;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts a server by the name in its certificate, not by the address dialled.
 *
 * <p>Nodes reach the channel by bridge addresses, tunnels and several host names; what counts is
 * that the cluster CA calls the server {@code channel.labvm}. An extended trust manager is asked
 * instead of JSSE's own host name check, so this class replaces that check, it does not drop it.
 */
final class NamedServerTrust extends X509ExtendedTrustManager {
  private final ChainCheck chain;
  private final String name;

  /** Decides whether a chain leads to the right authority. */
  interface ChainCheck {
    void check(X509Certificate[] chain, String authType) throws CertificateException;
  }

  NamedServerTrust(ChainCheck chain, String name) {
    this.chain = chain;
    this.name = name;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    chain.check(certificates, authType);
    var names = Tls.dnsNames(certificates[0]);
    if (!names.contains(name)) {
      throw new CertificateException("the server is " + List.copyOf(names) + ", not " + name);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(certificates, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(certificates, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType)
      throws CertificateException {
    throw new CertificateException("this side is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(certificates, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] certificates, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(certificates, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
