package io.labvm.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** The two internal calls of a portal, with a token and a real long poll. */
final class FakePortal implements AutoCloseable {
  static final String TOKEN = "t0ken";

  final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private Routes routes = new Routes(1, List.of());

  FakePortal() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.createContext("/internal/v1/routes", this::routes);
    server.createContext("/internal/v1/gateway", this::report);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void routes(Route... all) {
    routes = new Routes(routes.version() + 1, List.of(all));
    notifyAll();
  }

  private void routes(HttpExchange exchange) throws IOException {
    var query = exchange.getRequestURI().getQuery();
    var after = Long.parseLong(query.substring("after=".length(), query.indexOf('&')));
    answer(exchange, PortalJson.write(newer(after)));
  }

  private synchronized Routes newer(long after) throws IOException {
    try {
      while (routes.version() <= after) {
        wait();
      }
      return routes;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void report(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    answer(exchange, new byte[] {'{', '}'});
    reports.add(new String(body, StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      var allowed =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.sendResponseHeaders(allowed ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
