package io.labvm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.labvm.gateway.connector.Routes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regression: a portal with a certificate of its own kept the gateway without routes. */
class PortalClientTest {
  @TempDir private Path directory;
  private HttpsServer server;
  private Path token;

  @BeforeEach
  void servePortal() throws Exception {
    token = Files.writeString(directory.resolve("token"), "t0ken");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setHttpsConfigurator(new HttpsConfigurator(identity("portal")));
    server.createContext(
        "/internal/v1/routes",
        exchange -> {
          byte[] body = PortalJson.write(new Routes(7, List.of()));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void trustsThePortalsOwnCertificateUnderAnyName() throws Exception {
    try (var client = new PortalClient(url(), directory.resolve("portal.pem"), token)) {
      assertThat(client.routes(0).version()).isEqualTo(7);
    }
  }

  @Test
  void trustsNoOtherCertificate() throws Exception {
    identity("stranger");
    try (var client = new PortalClient(url(), directory.resolve("stranger.pem"), token);
        var plain = new PortalClient(url(), null, token)) {
      assertThatThrownBy(() -> client.routes(0)).isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> plain.routes(0)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  private URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A self-made key and certificate; the certificate also as NAME.pem. */
  private SSLContext identity(String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    keytool(
        "-genkeypair", "-keyalg", "EC", "-dname", "CN=elsewhere", "-keystore", store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-file",
        directory.resolve(name + ".pem").toString(),
        "-keystore",
        store.toString());
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), "secret".toCharArray()), "secret".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "it", "-storepass", "secret"));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
