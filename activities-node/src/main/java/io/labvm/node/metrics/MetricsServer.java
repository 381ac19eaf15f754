package io.labvm.node.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import io.labvm.nodechannel.MutualTlsServer;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers scrapes at {@code /metrics}. Callers that are slow, or many, hold up each other and
 * nothing else of the agent: four threads, sixteen calls that wait, half a minute for each.
 */
public final class MetricsServer implements AutoCloseable {
  /** The user's name where a password is asked for. */
  public static final String USER = "prometheus";

  static final String THREAD = "metrics";
  private static final int THREADS = 4;
  private static final int WAITING = 16;

  static {
    // Read once by the JDK's server.
    MutualTlsServer.property("sun.net.httpserver.maxReqTime", "30");
    MutualTlsServer.property("sun.net.httpserver.maxRspTime", "30");
    MutualTlsServer.property("jdk.httpserver.maxConnections", "200");
  }

  private final InetSocketAddress address;
  private final @Nullable Path passwordFile;
  private final MultiCollector figures;
  private @Nullable HTTPServer server;

  /**
   * A server that is not started.
   *
   * @param passwordFile of the user {@value #USER}; null to answer everybody who reaches it
   */
  public MetricsServer(
      InetSocketAddress address, @Nullable Path passwordFile, MultiCollector figures) {
    this.address = address;
    this.passwordFile = passwordFile;
    this.figures = figures;
  }

  /**
   * Listens.
   *
   * @throws IOException when the port is taken, or there is no password in its file
   */
  public void start() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(figures);
    HTTPServer.Builder builder =
        HTTPServer.builder()
            .inetAddress(address.getAddress())
            .port(address.getPort())
            .executorService(threads())
            .registerHealthHandler(false)
            .registry(registry);
    if (passwordFile != null) {
      builder.authenticator(asking(passwordFile));
    }
    server = builder.buildAndStart();
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name(THREAD).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static Authenticator asking(Path file) throws IOException {
    byte[] wanted = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    if (wanted.length == 0) {
      throw new IOException("no password in " + file);
    }
    return new BasicAuthenticator("labVm metrics") {
      @Override
      public boolean checkCredentials(String user, String password) {
        boolean same = MessageDigest.isEqual(wanted, password.getBytes(StandardCharsets.UTF_8));
        return same && user.equals(USER);
      }
    };
  }

  /** The port it listens on. */
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getPort();
  }

  /** Stops at once. Repeatable. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
