package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Opens connections to desktops through the relay of their node. Safe for several threads. */
public final class RelayConnector {
  private final TlsContext tls;
  private final TicketKey key;
  private final Duration timeout;

  /**
   * @param tls trusts the cluster CA
   * @param timeout for the connection, and again for the relay's answer
   */
  public RelayConnector(TlsContext tls, TicketKey key, Duration timeout) {
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
    var tls = TlsContext.trusting(certificate(ca));
    tls.prepare();
    return new RelayConnector(tls, TicketKey.load(ticketKey), timeout);
  }

  /**
   * Connects to the desktop and returns when its bytes may flow. The connection has no read
   * time-out; closing it closes its socket at once, without a word to the peer.
   *
   * @throws RelayRefusal when the relay says no, with its code
   * @throws IOException when the relay cannot be reached or is not the node it should be
   */
  public TlsEnd open(Route route, Purpose purpose) throws IOException {
    // With a channel, its bytes need not be copied.
    var socket = SocketChannel.open().socket();
    try {
      var host = route.relayHost();
      if (!route.reachable() || host == null) {
        throw new RelayRefusal(RelayError.NOT_RUNNING, "desktop " + route.desktop());
      }
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, route.relayPort()), millis());
      socket.setSoTimeout(millis());
      var opened = opened(socket, route, purpose);
      socket.setSoTimeout(0);
      return opened;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private TlsEnd opened(Socket socket, Route route, Purpose purpose) throws IOException {
    var end = TlsEnd.client(socket, tls, name(route));
    try {
      present(end.input(), end.output(), key.mint(route, purpose));
      return end;
    } catch (IOException | RuntimeException e) {
      end.close();
      throw e;
    }
  }

  private static String name(Route route) {
    return route.node() + ".node.labvm";
  }

  private static void present(InputStream in, OutputStream out, String ticket) throws IOException {
    out.write((ticket + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    var answer = TicketLine.read(in);
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

  private static X509Certificate certificate(Path ca) throws IOException {
    try (var in = Files.newInputStream(ca)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate of the cluster CA in " + ca, e);
    }
  }
}
