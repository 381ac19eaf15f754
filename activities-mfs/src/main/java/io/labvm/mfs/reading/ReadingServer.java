package io.labvm.mfs.reading;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.labvm.layers.LayerException;
import io.labvm.layers.json.Json;
import io.labvm.nodechannel.MutualTlsServer;
import io.labvm.nodechannel.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the portal, and nobody else, read versions over mutual TLS. Whose desktop may be read is the
 * portal's business.
 *
 * <p>An answer that cannot be completed ends without its end: the connection is cut, so that what
 * came of it is not taken for the whole.
 */
public final class ReadingServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReadingServer.class);
  private static final int BACKLOG = 64;

  static {
    // Read once by the JDK's server.
    MutualTlsServer.property("sun.net.httpserver.nodelay", "true");
    MutualTlsServer.property("sun.net.httpserver.maxReqTime", "30");
    MutualTlsServer.property("jdk.httpserver.maxConnections", "200");
  }

  private final VersionReading reading;
  private final Slots slots = new Slots();
  private final MutualTlsServer server;

  /**
   * A server that is not started.
   *
   * @param tls shows {@code store.labvm} and trusts the cluster's authority
   */
  public ReadingServer(InetSocketAddress address, SSLContext tls, VersionReading reading) {
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
      log.info("versions are read at {}", server.address());
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
      if (!exchange.getRequestMethod().equals("GET")) {
        throw new Refusal(405, "method-not-allowed", "only GET");
      }
      Call call = Call.parse(exchange.getRequestURI());
      try (Slots.Slot _ = slots.take(call.desktop())) {
        reading.serve(call, answer);
      }
      exchange.close();
    } catch (Refusal e) {
      refuse(exchange, answer, e);
    } catch (LayerException e) {
      log.warn("{}: {}", exchange.getRequestURI().getPath(), e.getMessage());
      refuse(exchange, answer, of(e));
    } catch (IOException e) {
      log.warn("{} failed", exchange.getRequestURI().getPath(), e);
      refuse(exchange, answer, new Refusal(503, "store-unavailable", "the store does not answer"));
    }
  }

  private static Refusal of(LayerException e) {
    return switch (e.error()) {
      case REFUSED -> new Refusal(404, "not-found", "no such version");
      case DAMAGED -> new Refusal(409, "damaged", "the version is damaged");
      case UNSUPPORTED -> new Refusal(409, "unsupported", "this cannot be read here");
      case STALE_EPOCH, BUSY, NO_SPACE, STORE_UNAVAILABLE ->
          new Refusal(503, "store-unavailable", "the store does not answer");
    };
  }

  /** Once an answer has begun, all that is left is to cut it: the server does on an exception. */
  private static void refuse(HttpExchange exchange, Answer answer, Refusal refusal)
      throws IOException {
    if (answer.begun()) {
      throw refusal;
    }
    byte[] body =
        Json.line(Map.of("code", refusal.code(), "message", String.valueOf(refusal.getMessage())))
            .getBytes(StandardCharsets.UTF_8);
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
