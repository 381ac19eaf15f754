package io.labvm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The portal's REST API; whatever it refuses becomes a {@link Problem}. */
final class Api {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI portal;
  private final String token;
  private final HttpClient http;

  /**
   * @param token bearer token; empty for nobody
   * @param certificates whom to trust instead of the system's authorities
   */
  Api(URI portal, String token, Optional<Path> certificates) {
    this.portal = portal;
    this.token = token;
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5));
    certificates.map(PortalTrust::of).ifPresent(client::sslContext);
    this.http = client.build();
  }

  JsonNode get(String path) {
    return call(request(path).GET());
  }

  /** Looks for something that may not be there or not be ours. */
  Optional<JsonNode> find(String path) {
    HttpResponse<String> answer = send(request(path).GET());
    return answer.statusCode() == 404 ? Optional.empty() : Optional.of(body(answer));
  }

  /** Repeats nothing by itself, but carries a key, so a proxy that does makes nothing twice. */
  JsonNode post(String path, Map<String, ?> body) {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  JsonNode patch(String path, Map<String, ?> body) {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  JsonNode put(String path, Map<String, ?> body) {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Copies an answer of any length; fails when it breaks off. Answers its bytes. */
  long copy(String path, OutputStream out) throws IOException {
    try {
      // The limit is for the beginning of the answer, not for its length.
      HttpResponse<InputStream> answer =
          http.send(request(path).GET().build(), BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        if (answer.statusCode() / 100 != 2) {
          String text = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
          throw Problem.of(answer.statusCode(), parse(text));
        }
        return in.transferTo(out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted", "while asking the portal", "");
    }
  }

  void delete(String path) {
    call(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(portal.resolve(path)).timeout(LIMIT);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode call(HttpRequest.Builder request) {
    return body(send(request));
  }

  private static JsonNode body(HttpResponse<String> answer) {
    JsonNode body = parse(answer.body());
    if (answer.statusCode() / 100 != 2) {
      throw Problem.of(answer.statusCode(), body);
    }
    return body;
  }

  private static JsonNode parse(String text) {
    try {
      return text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
    } catch (JacksonException _) {
      return JSON.createObjectNode();
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (SSLHandshakeException e) {
      throw new Problem(
          "The portal " + portal + " is not trusted",
          String.valueOf(e.getMessage()),
          "Give its certificate, or its authority's, by --cacert FILE");
    } catch (IOException e) {
      throw new Problem(
          "The portal " + portal + " does not answer",
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
          "On its machine ./labvm status tells more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted", "while asking the portal", "");
    }
  }
}
