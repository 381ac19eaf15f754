package io.labvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortalTrustTest {
  private static final String PASSWORD = "only-a-test";

  @TempDir private Path directory;
  private final HttpsServer server;

  PortalTrustTest() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void makeAuthority() throws Exception {
    keytool("-genkeypair", "-alias", "authority", "-dname", "CN=authority", "-ext", "bc=ca:true");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void ownCertificateIsTrustedWhateverItsName() throws Exception {
    keytool("-genkeypair", "-alias", "portal", "-dname", "CN=elsewhere");
    serve("portal");
    assertThat(ask(Optional.of(pem("portal")))).isEqualTo("answered");
  }

  @Test
  void certificateOfAnAuthorityNeedsTheNameDialled() throws Exception {
    signedFor("right", "san=ip:127.0.0.1");
    serve("right");
    assertThat(ask(Optional.of(pem("authority")))).isEqualTo("answered");
  }

  @Test
  void certificateOfAnAuthorityForAnotherNameIsRefused() throws Exception {
    signedFor("wrong", "san=dns:elsewhere");
    serve("wrong");
    Path authority = pem("authority");
    assertThatThrownBy(() -> ask(Optional.of(authority)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is not trusted");
  }

  @Test
  void strangersAreRefusedAndTheWayOutIsTold() throws Exception {
    keytool("-genkeypair", "-alias", "portal", "-dname", "CN=elsewhere");
    serve("portal");
    Path authority = pem("authority");
    for (var trusted : List.of(Optional.<Path>empty(), Optional.of(authority))) {
      assertThatThrownBy(() -> ask(trusted))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.text()).contains("--cacert FILE"));
    }
  }

  @Test
  void fileWithoutCertificatesIsNamed() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    assertThatThrownBy(() -> ask(Optional.of(empty)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("empty.pem");
  }

  private String ask(Optional<Path> certificates) {
    URI portal = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    return new Api(portal, "", certificates).get("/").path("is").asString();
  }

  private void serve(String alias) throws Exception {
    KeyStore all = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(
        alias,
        all.getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        all.getCertificateChain(alias));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"is\":\"answered\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private void signedFor(String alias, String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        alias,
        "-dname",
        "CN=portal",
        "-signer",
        "authority",
        "-ext",
        name);
  }

  private Path pem(String alias) throws Exception {
    Path file = directory.resolve(alias + ".pem");
    keytool("-exportcert", "-rfc", "-alias", alias, "-file", file.toString());
    return file;
  }

  private Path store() {
    return directory.resolve("keys.p12");
  }

  private void keytool(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    }
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", store().toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
