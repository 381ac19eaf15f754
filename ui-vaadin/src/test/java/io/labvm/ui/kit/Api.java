package io.labvm.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API, with or without a token. */
public final class Api {
  /** Long enough, and contains no login of a test. */
  public static final String PASSWORD = "correct horse battery";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final int port;
  private final @Nullable String token;

  public Api(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  /** An answer. */
  public record Answer(int status, JsonNode body, HttpHeaders headers) {
    public String text(String field) {
      return body.path(field).asString();
    }

    /** Checks the status; of a refusal also that it is a whole problem document. */
    public Answer expect(int wanted) {
      assertThat(status).as("%s", body).isEqualTo(wanted);
      if (wanted >= 400) {
        assertThat(headers.firstValue("Content-Type").orElse(""))
            .startsWith("application/problem+json");
        assertThat(body.path("status").asInt()).isEqualTo(wanted);
        assertThat(text("code")).isNotBlank();
        assertThat(text("detail")).isNotBlank();
        assertThat(text("title")).isNotBlank();
      }
      return this;
    }

    /** Checks that the detail of a problem holds a text. */
    public void says(String text) {
      assertThat(text("detail")).contains(text);
    }

    /** Checks a refusal's status and code. */
    public Answer refused(int wanted, String code) {
      assertThat(expect(wanted).text("code")).isEqualTo(code);
      return this;
    }
  }

  public Api as(@Nullable String other) {
    return new Api(port, other);
  }

  public Api signIn(String login) {
    return as(
        post("/api/v1/tokens", Map.of("login", login, "password", PASSWORD))
            .expect(201)
            .text("token"));
  }

  /** A valid registration, to be changed. */
  public static Map<String, Object> member(String login) {
    Map<String, Object> member = new HashMap<>();
    member.put("login", login);
    member.put("displayName", "王小明");
    member.put("mail", "someone@example.org");
    member.put("password", PASSWORD);
    return member;
  }

  public Answer register(String login) {
    return post("/api/v1/registrations", member(login));
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, @Nullable Object body, String... headers) {
    return raw("POST", path, body == null ? "" : JSON.writeValueAsString(body), headers);
  }

  public Answer put(String path, Object body) {
    return raw("PUT", path, JSON.writeValueAsString(body));
  }

  public Answer raw(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .setHeader("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60));
    return token == null ? request : request.setHeader("Authorization", "Bearer " + token);
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text = response.body();
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(
          response.statusCode(),
          json && !text.isBlank() ? JSON.readTree(text) : JSON.getNodeFactory().stringNode(text),
          response.headers());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
