package io.labvm.gateway.connector;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and trust of one side of relay connections. TLS 1.3 only.
 *
 * <p>Engines are BoringSSL's where its library loads, else the JDK's, which need about half as much
 * processor time again. Safe for several threads; made once per process and kept.
 */
public final class TlsContext {
  private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  /**
   * Cheapest on processors with AES instructions; the second is for those without. BoringSSL has
   * its own list for TLS 1.3, in the same order.
   */
  private static final String[] CIPHERS = {
    "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private final SSLContext jdk;
  private final Boring boring;

  private TlsContext(SSLContext jdk, Boring boring) {
    this.jdk = jdk;
    this.boring = boring;
  }

  /** A client's: trusts what the authority has signed. */
  public static TlsContext trusting(X509Certificate authority) {
    return trusting(authority, true);
  }

  static TlsContext trusting(X509Certificate authority, boolean mayBeNative) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", authority);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var jdk = SSLContext.getInstance("TLSv1.3");
      jdk.init(null, trust.getTrustManagers(), null);
      return new TlsContext(
          jdk, new Boring(mayBeNative, () -> SslContextBuilder.forClient().trustManager(trust)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust in the cluster CA", e);
    }
  }

  /** A server's: shows a certificate and asks for none. */
  public static TlsContext showing(KeyManagerFactory keys) {
    return showing(keys, true);
  }

  static TlsContext showing(KeyManagerFactory keys, boolean mayBeNative) {
    try {
      var jdk = SSLContext.getInstance("TLSv1.3");
      jdk.init(keys.getKeyManagers(), null, null);
      return new TlsContext(jdk, new Boring(mayBeNative, () -> SslContextBuilder.forServer(keys)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS 1.3 in this JDK", e);
    }
  }

  /**
   * Loads the library in the background, which takes about a second of processor time that the
   * first connection of a process need not wait for. Not needed.
   */
  public void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("tls-library")
        .start(
            () -> {
              try {
                boring.context();
              } catch (SSLException e) {
                log.warn("BoringSSL does not take the keys of relay connections", e);
              }
            });
  }

  /**
   * An engine of a client.
   *
   * @param name what the server's certificate must be called
   */
  SSLEngine client(String name, int port) throws SSLException {
    var fast = boring.context();
    if (fast != null) {
      return fast.newEngine(UnpooledByteBufAllocator.DEFAULT, name, port);
    }
    var engine = jdk.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    restrict(parameters, name);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** An engine of a server. */
  SSLEngine server() throws SSLException {
    var fast = boring.context();
    if (fast != null) {
      return fast.newEngine(UnpooledByteBufAllocator.DEFAULT);
    }
    var engine = jdk.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setEnabledCipherSuites(CIPHERS);
    return engine;
  }

  /** TLS 1.3, our ciphers, and a server that is called {@code name}. */
  private static void restrict(SSLParameters parameters, String name) {
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(CIPHERS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(name)));
  }

  /** BoringSSL's context, made when it is first needed: who needs none loads no library. */
  private static final class Boring {
    private interface Builder {
      SslContextBuilder start();
    }

    private final boolean wanted;
    private final Builder builder;
    private @Nullable SslContext context;

    Boring(boolean wanted, Builder builder) {
      this.wanted = wanted;
      this.builder = builder;
    }

    /** Null when it is not wanted or its library does not load. */
    synchronized @Nullable SslContext context() throws SSLException {
      if (context == null && wanted && Library.USABLE) {
        context =
            builder
                .start()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(PROTOCOLS)
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
      }
      return context;
    }
  }

  /** Looked at once per process. */
  private static final class Library {
    static final boolean USABLE = load();

    private static boolean load() {
      if (OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL_REFCNT)) {
        log.info("TLS of relay connections by {}", OpenSsl.versionString());
        return true;
      }
      log.warn(
          "TLS of relay connections by the JDK, which costs more processor time",
          OpenSsl.unavailabilityCause());
      return false;
    }
  }
}
