package io.labvm.nodechannel;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPS server of the JDK's, TLS 1.3 alone, that asks its clients for certificates and accepts
 * none that the cluster's authority did not sign. Every call has a virtual thread.
 */
public final class MutualTlsServer implements AutoCloseable {
  private final InetSocketAddress address;
  private final int backlog;
  private final MutualTls tls;
  private final HttpHandler handler;
  private @Nullable HttpsServer server;
  private @Nullable ExecutorService threads;

  /** Whether a client may come without a certificate. */
  public enum Clients {
    /** It may; what it may ask then is the handler's business. */
    ASKED,
    /** It may not. */
    REQUIRED
  }

  /**
   * A server that is not started.
   *
   * @param tls shows the server's key and trusts the authority
   * @param handler of every path
   */
  public MutualTlsServer(
      InetSocketAddress address,
      int backlog,
      SSLContext tls,
      Clients clients,
      HttpHandler handler) {
    this.address = address;
    this.backlog = backlog;
    this.tls = new MutualTls(tls, clients);
    this.handler = handler;
  }

  /**
   * Sets a property that the JDK's server reads once, unless the command line did; before the first
   * server of the process is made.
   */
  public static void property(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /**
   * Listens.
   *
   * @return false when it was started already
   * @throws IOException when the port is taken
   */
  public synchronized boolean start() throws IOException {
    if (server != null) {
      return false;
    }
    HttpsServer https = HttpsServer.create(address, backlog);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    https.setHttpsConfigurator(tls);
    https.createContext("/", handler);
    https.setExecutor(executor);
    https.start();
    server = https;
    threads = executor;
    return true;
  }

  /** Where it listens. */
  public synchronized InetSocketAddress address() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getAddress();
  }

  /** Stops at once; calls under way are cut. Repeatable. */
  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  private static final class MutualTls extends HttpsConfigurator {
    private final Clients clients;

    MutualTls(SSLContext context, Clients clients) {
      super(context);
      this.clients = clients;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      var tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(new String[] {"TLSv1.3"});
      switch (clients) {
        case ASKED -> tls.setWantClientAuth(true);
        case REQUIRED -> tls.setNeedClientAuth(true);
      }
      parameters.setSSLParameters(tls);
    }
  }
}
