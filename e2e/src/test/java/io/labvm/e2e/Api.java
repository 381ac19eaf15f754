package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a stranger's program would call it. */
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** An answer: status and body, an empty object when there is none. */
  record Answer(int status, JsonNode body, java.net.http.HttpHeaders headers) {
    Answer expect(int wanted) {
      if (status != wanted) {
        throw new AssertionError("status " + status + " instead of " + wanted + ": " + body);
      }
      return this;
    }

    String text(String field) {
      JsonNode value = body.path(field);
      if (value.isMissingNode() || value.isNull()) {
        throw new AssertionError("no " + field + " in " + body);
      }
      return value.asString();
    }
  }

  private final URI portal;
  private final @Nullable String token;

  Api(URI portal, @Nullable String token) {
    this.portal = portal;
    this.token = token;
  }

  Api as(String otherToken) {
    return new Api(portal, otherToken);
  }

  /** Signs in and returns the API as that member. */
  Api signIn(String login, String password) {
    return as(
        post("/api/v1/tokens", Map.of("login", login, "password", password))
            .expect(201)
            .text("token"));
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, @Nullable Object body, String... headers) {
    return sendRaw("POST", path, body == null ? "" : JSON.writeValueAsString(body), headers);
  }

  Answer sendRaw(String method, String path, String body, String... headers) {
    var request = request(path).method(method, BodyPublishers.ofString(body));
    request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  /** Saves what is at a path into a file when it is there; answers the status. */
  int save(String path, Path file) {
    return answer(request(path).GET(), BodyHandlers.ofFile(file)).statusCode();
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(portal.resolve(path)).timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    return request;
  }

  private static Answer send(HttpRequest.Builder request) {
    var response = answer(request, BodyHandlers.ofString());
    String text = response.body();
    JsonNode body =
        text.isBlank() || !text.stripLeading().matches("(?s)[\\[{].*")
            ? JSON.createObjectNode()
            : JSON.readTree(text);
    return new Answer(response.statusCode(), body, response.headers());
  }

  private static <T> HttpResponse<T> answer(HttpRequest.Builder request, BodyHandler<T> as) {
    try {
      return HTTP.send(request.build(), as);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
