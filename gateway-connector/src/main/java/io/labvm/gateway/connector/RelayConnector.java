package io.labvm.gateway.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Opens connections to desktops through the relay of their node. Safe for several threads. */
public final class RelayConnector {
  /** Cheapest on processors with AES instructions; the second is for those without. */
  private static final String[] CIPHERS = {
    "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private final SSLContext tls;
  private final TicketKey key;
  private final Duration timeout;

  /**
   * @param tls trusts the cluster CA
   * @param timeout for the connection, and again for the relay's answer
   */
  public RelayConnector(SSLContext tls, TicketKey key, Duration timeout) {
    this.tls = tls;
    this.key = key;
    this.timeout = timeout;
  }

  /**
   * A connector with keys from files.
   *
   * @param ca the cluster CA's certificate (PEM)
   * @param ticketKey the Ed25519 key of the tickets (PEM)
   */
  public static RelayConnector load(Path ca, Path ticketKey, Duration timeout) throws IOException {
    return new RelayConnector(trusting(ca), TicketKey.load(ticketKey), timeout);
  }

  /**
   * Connects to the desktop and returns when its bytes may flow. The socket has no read time-out.
   *
   * @throws RelayRefusal when the relay says no, with its code
   * @throws IOException when the relay cannot be reached or is not the node it should be
   */
  public SSLSocket connect(Route route, Purpose purpose) throws IOException {
    var node = route.node();
    var host = route.relayHost();
    if (!route.reachable() || node == null || host == null) {
      throw new RelayRefusal(RelayError.NOT_RUNNING, "desktop " + route.desktop());
    }
    var plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(host, route.relayPort()), millis());
      plain.setSoTimeout(millis());
      var socket = secured(plain, node);
      present(socket, key.mint(route, purpose));
      socket.setSoTimeout(0);
      return socket;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private SSLSocket secured(Socket plain, String node) throws IOException {
    var name = node + ".node.labvm";
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, name, 0, true);
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(CIPHERS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void present(SSLSocket socket, String ticket) throws IOException {
    var out = socket.getOutputStream();
    out.write((ticket + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    var answer = TicketLine.read(socket.getInputStream());
    if (answer.equals("OK")) {
      return;
    }
    var code = answer.startsWith("ERR ") ? answer.substring("ERR ".length()) : "";
    throw new RelayRefusal(
        RelayError.ofWire(code).orElse(RelayError.UNREACHABLE), "answer of the relay");
  }

  private int millis() {
    return Math.toIntExact(timeout.toMillis());
  }

  private static SSLContext trusting(Path ca) throws IOException {
    try (var in = Files.newInputStream(ca)) {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate of the cluster CA in " + ca, e);
    }
  }
}
