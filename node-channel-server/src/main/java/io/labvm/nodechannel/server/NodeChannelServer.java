package io.labvm.nodechannel.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.DesktopNames;
import io.labvm.nodechannel.JoinRequest;
import io.labvm.nodechannel.MutualTlsServer;
import io.labvm.nodechannel.NodeMetrics;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Serves the node channel on one mutual-TLS port.
 *
 * <p>A joining node shows no certificate and proves itself by its token; every other call needs the
 * certificate of a node that is admitted now. Bodies are at most 64 KiB. When the database does not
 * answer, calls end with 503 and nothing is decided: a node's lease simply is not renewed.
 */
public final class NodeChannelServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeChannelServer.class);
  private static final Pattern SECRETS =
      Pattern.compile("GET /node/v1/desktops/([A-Za-z0-9][A-Za-z0-9_-]{0,62})/secrets");
  private static final int BACKLOG = 128;

  static {
    // Read once by the JDK's server: answers leave at once, and no peer holds a thread for ever.
    MutualTlsServer.property("sun.net.httpserver.nodelay", "true");
    MutualTlsServer.property("sun.net.httpserver.maxReqTime", "30");
    MutualTlsServer.property("sun.net.httpserver.maxRspTime", "30");
    MutualTlsServer.property("jdk.httpserver.maxConnections", "2000");
    // A node has two connections, which rest between reports: 200 by default, then new handshakes.
    MutualTlsServer.property("sun.net.httpserver.maxIdleConnections", "2000");
  }

  private final Joins joins;
  private final Beacons beacons;
  private final Figures figures;
  private final Secrets secrets;
  private final Deletions deletions;
  private final MutualTlsServer server;

  /**
   * A server that is not started.
   *
   * @param dataSource a pool over the migrated database; each beacon takes one connection shortly
   */
  public NodeChannelServer(NodeChannelConfig config, DataSource dataSource) {
    var database = JdbcClient.create(dataSource);
    var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    this.joins = new Joins(database, transactions, config.authority(), config.ticketKey());
    this.beacons = new Beacons(database, transactions, config.receiver(), config.lease());
    this.figures = new Figures(database);
    this.secrets = new Secrets(database, config.seal());
    this.deletions = new Deletions(database);
    this.server =
        new MutualTlsServer(
            config.address(),
            BACKLOG,
            config.authority().serverContext(),
            MutualTlsServer.Clients.ASKED,
            this::handle);
  }

  /**
   * Listens; does nothing when started already.
   *
   * @throws IOException when the port is taken
   */
  public void start() throws IOException {
    if (server.start()) {
      log.info("node channel listens on {}", server.address());
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.address().getPort();
  }

  /** Stops at once; calls under way are cut. Repeatable. */
  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = new Call((HttpsExchange) exchange);
      try {
        call.answer(serve(call));
      } catch (Refusal e) {
        log.warn("{} of {}: {}", call.name(), exchange.getRemoteAddress(), e.sentence());
        call.refuse(e.status(), e.sentence());
      } catch (DataAccessException | TransactionException e) {
        log.warn("{}: the database does not answer", call.name(), e);
        call.refuse(503, "the database does not answer");
      } catch (RuntimeException e) {
        log.error("{} failed", call.name(), e);
        call.refuse(500, "internal error");
      }
    }
  }

  private @Nullable Object serve(Call call) throws IOException {
    return switch (call.name()) {
      case "POST /node/v1/join" -> joins.join(call.body(JoinRequest.class));
      case "POST /node/v1/beacon" -> beacons.receive(call.caller(), call.body(Beacon.class));
      case "POST /node/v1/metrics" -> figures.receive(call.caller(), call.body(NodeMetrics.class));
      case "POST /node/v1/deleted" -> deletions.among(call.caller(), call.body(DesktopNames.class));
      default -> secrets(call);
    };
  }

  private Object secrets(Call call) {
    var path = SECRETS.matcher(call.name());
    if (!path.matches()) {
      throw Refusal.notFound();
    }
    return secrets.of(call.caller(), path.group(1), epoch(call.onlyQuery("epoch")));
  }

  private static long epoch(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("epoch must be a number");
    }
  }
}
