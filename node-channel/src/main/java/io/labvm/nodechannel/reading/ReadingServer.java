package io.labvm.nodechannel.reading;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.labvm.nodechannel.ChannelJson;
import io.labvm.nodechannel.MutualTlsServer;
import io.labvm.nodechannel.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Lets the portal, and nobody else, read over mutual TLS. Whose desktop may be read is the portal's
 * business.
 *
 * <p>An answer that cannot be completed ends without its end: the connection is cut, so that what
 * came of it is not taken for the whole.
 */
public final class ReadingServer implements AutoCloseable {
  /** This module is the guard's, too, which has no other. */
  private static final System.Logger log = System.getLogger(ReadingServer.class.getName());

  private static final int BACKLOG = 64;

  static {
    // Read once by the JDK's server.
    MutualTlsServer.property("sun.net.httpserver.nodelay", "true");
    MutualTlsServer.property("sun.net.httpserver.maxReqTime", "30");
    MutualTlsServer.property("jdk.httpserver.maxConnections", "200");
  }

  private final Reading reading;
  private final MutualTlsServer server;

  /**
   * A server that is not started.
   *
   * @param tls shows the agent's key and trusts the cluster's authority
   */
  public ReadingServer(InetSocketAddress address, SSLContext tls, Reading reading) {
    this.reading = reading;
    this.server =
        new MutualTlsServer(address, BACKLOG, tls, MutualTlsServer.Clients.REQUIRED, this::handle);
  }

  /**
   * Listens; does nothing when started already.
   *
   * @throws IOException when the port is taken
   */
  public void start() throws IOException {
    if (server.start()) {
      log.log(System.Logger.Level.INFO, "the portal reads at {0}", server.address());
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.address().getPort();
  }

  /** Stops at once; answers under way are cut. Repeatable. */
  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer = new Answer(exchange);
    try {
      requirePortal((HttpsExchange) exchange);
      reading.serve(new Request(exchange.getRequestMethod(), exchange.getRequestURI()), answer);
      exchange.close();
    } catch (Refusal e) {
      refuse(exchange, answer, e);
    } catch (IOException e) {
      log.log(System.Logger.Level.WARNING, exchange.getRequestURI().getPath() + " failed", e);
      refuse(exchange, answer, new Refusal(503, "unavailable", "this cannot be read now"));
    }
  }

  /** Once an answer has begun, all that is left is to cut it: the server does on an exception. */
  private static void refuse(HttpExchange exchange, Answer answer, Refusal refusal)
      throws IOException {
    if (answer.begun()) {
      throw refusal;
    }
    byte[] body =
        ChannelJson.write(
            Map.of("code", refusal.code(), "message", String.valueOf(refusal.getMessage())));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(refusal.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
    exchange.close();
  }

  /** Nodes have certificates of the same authority, and no business here. */
  private static void requirePortal(HttpsExchange exchange) throws Refusal {
    try {
      var certificate = (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
      if (!Tls.dnsNames(certificate).contains(Tls.PORTAL_NAME)) {
        throw new Refusal(403, "forbidden", "only the portal may read");
      }
    } catch (SSLPeerUnverifiedException e) {
      throw new Refusal(403, "forbidden", "only the portal may read");
    }
  }
}
