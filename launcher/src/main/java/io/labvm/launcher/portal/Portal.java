package io.labvm.launcher.portal;

import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.json.Json;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The portal's REST API, called with the home's admin token. */
public final class Portal implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Laboratory lab;
  private final HttpClient http;

  public Portal(Laboratory lab) {
    this.lab = lab;
    var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3));
    lab.certificate().ifPresent(c -> builder.sslContext(trusting(c)));
    this.http = builder.version(HttpClient.Version.HTTP_1_1).build();
  }

  /**
   * Whether all of the laboratory works.
   *
   * @param checks what was looked at, in the order of the portal
   */
  public record Health(boolean healthy, List<Check> checks) {
    /** One thing that was looked at. */
    public record Check(String name, boolean ok, String detail) {}
  }

  /** Whether the portal itself can work: database and Temporal answer. */
  public boolean isReady() {
    return get("/actuator/health/readiness").filter(a -> a.statusCode() == 200).isPresent();
  }

  /** What the portal found; nothing when it does not answer. */
  public Optional<Health> health() {
    return get("/api/v1/health")
        .filter(a -> a.statusCode() == 200 || a.statusCode() == 503)
        .map(a -> Json.parse(a.body()))
        .filter(json -> !json.get("checks").isNull())
        .map(
            json ->
                new Health(
                    json.get("healthy").isTrue(),
                    json.get("checks").items().stream()
                        .map(
                            c ->
                                new Health.Check(
                                    c.get("name").text(),
                                    c.get("ok").isTrue(),
                                    c.get("detail").text()))
                        .toList()));
  }

  /** Elements of a list such as {@code /api/v1/nodes}; none when the portal does not answer. */
  public List<Json> list(String path) {
    return get(path)
        .filter(a -> a.statusCode() == 200)
        .map(a -> Json.parse(a.body()))
        .map(Portal::elements)
        .orElse(List.of());
  }

  private static List<Json> elements(Json json) {
    return json.items().isEmpty() ? json.get("items").items() : json.items();
  }

  /** A one-time token with which this node may join. */
  public String nodeToken(String node) {
    var request =
        request("/api/v1/node-tokens")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(Map.of("node", node))))
            .build();
    var answer =
        send(request)
            .orElseThrow(
                () -> new UserError("Node " + node + " did not join", "the portal is silent", ""));
    String token = Json.parse(answer.body()).get("token").text();
    if (answer.statusCode() / 100 != 2 || token.isEmpty()) {
      throw new UserError(
          "Node " + node + " did not join",
          "the portal gave no token (" + answer.statusCode() + " " + answer.body() + ")",
          "");
    }
    return token;
  }

  private Optional<HttpResponse<String>> get(String path) {
    return send(request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(lab.localPortalUrl() + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + lab.home().secret("admin-token"));
  }

  private Optional<HttpResponse<String>> send(HttpRequest request) {
    try {
      return Optional.of(http.send(request, BodyHandlers.ofString()));
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Exactly the certificate that was given to the portal; it may be its own authority. */
  private static SSLContext trusting(Laboratory.Certificate certificate) {
    // the address dialled is this machine's own, whatever name the certificate carries
    System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    try (var in = Files.newInputStream(certificate.chain())) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("c" + n++, one);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new UserError(
          "Cannot use the certificate " + certificate.chain(), String.valueOf(e.getMessage()), "");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
