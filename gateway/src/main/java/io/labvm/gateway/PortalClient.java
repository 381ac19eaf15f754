package io.labvm.gateway;

import io.labvm.gateway.connector.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The portal's internal API. The token is read for each call, so it may be replaced while running.
 */
final class PortalClient implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(25);
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final URI portal;
  private final Path tokenFile;
  private final HttpClient http;

  /**
   * A client.
   *
   * @param certificateFile see {@link GatewayProperties}
   */
  PortalClient(URI portal, @Nullable Path certificateFile, Path tokenFile) {
    this.portal = portal;
    this.tokenFile = tokenFile;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if (certificateFile != null) {
      builder.sslContext(PinnedCertificate.trusting(certificateFile));
    }
    http = builder.build();
  }

  /** Waits for routes newer than a version; after a while answers with the same ones. */
  Routes routes(long after) throws IOException, InterruptedException {
    var path = "/internal/v1/routes?after=" + after + "&wait=" + WAIT.toSeconds();
    return PortalJson.routes(send(request(path, WAIT.plus(MARGIN)).GET()));
  }

  /** Tells the health page how this gateway does. */
  void report(GatewayReport report) throws IOException, InterruptedException {
    var body = HttpRequest.BodyPublishers.ofByteArray(PortalJson.write(report));
    var request = request("/internal/v1/gateway", MARGIN);
    send(request.header("Content-Type", "application/json").POST(body));
  }

  private HttpRequest.Builder request(String path, Duration timeout) throws IOException {
    return HttpRequest.newBuilder(portal.resolve(path))
        .timeout(timeout)
        .header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
  }

  private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.request().uri().getPath() + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
