package io.labvm.ui.versions;

import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads at one agent over mutual TLS; made once per process and kept. */
public final class ReadingClient implements StoreReading {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingClient.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration BUSY = Duration.ofSeconds(5);

  private final URI base;
  private final Words words;
  private final HttpClient client;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * What refusals speak of.
   *
   * @param read for example {@code version}
   * @param agent for example {@code store}
   */
  public record Words(String read, String agent) {}

  /**
   * @param base of the endpoint, without a slash at the end
   */
  public ReadingClient(URI base, SSLContext tls, Words words) {
    this.base = base;
    this.words = words;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(CONNECT)
            .build();
  }

  @Override
  public byte[] document(String path) {
    HttpResponse<InputStream> response = send(path, request(path));
    try (InputStream body = response.body()) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  @Override
  public Content content(String path, @Nullable String range) {
    HttpRequest.Builder request = request(path);
    if (range != null) {
      request.setHeader("Range", range);
    }
    HttpResponse<InputStream> response = send(path, request);
    return new Content(
        response.body(),
        response.headers().firstValueAsLong("Content-Length").orElse(-1),
        response.headers().firstValue("Content-Range").orElse(null));
  }

  /**
   * Throws away what can be read there.
   *
   * @throws ProblemException NOT_FOUND, UNAVAILABLE
   */
  public void remove(String path) {
    try (InputStream _ = send(path, request(path).DELETE()).body()) {
      LOG.info("removed {}", path);
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + "/reading/v1/desktops/" + path))
        .timeout(ANSWER);
  }

  private HttpResponse<InputStream> send(String path, HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() / 100 == 2) {
        return response;
      }
      throw refusal(response);
    } catch (IOException e) {
      throw unavailable(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.of(ProblemCode.UNAVAILABLE, "Interrupted.");
    }
  }

  private ProblemException refusal(HttpResponse<InputStream> response) throws IOException {
    String code;
    try (InputStream body = response.body()) {
      code = json.readTree(body.readNBytes(1 << 16)).path("code").asString("");
    } catch (JacksonException e) {
      code = "";
    }
    return switch (code) {
      case "not-found" -> ProblemException.notFound(words.read());
      case "no-such-path" -> ProblemException.notFound("file or folder in this " + words.read());
      case "not-a-file" ->
          ProblemException.of(ProblemCode.NOT_A_FILE, "Only files can be read; take the archive.");
      case "not-a-folder" -> ProblemException.of(ProblemCode.NOT_A_FOLDER, "This is no folder.");
      case "damaged" ->
          ProblemException.of(
              ProblemCode.VERSION_DAMAGED, "This version is damaged in the store and not offered.");
      case "unsupported" ->
          ProblemException.of(
              ProblemCode.VERSION_UNSUPPORTED, "The store's host must be updated to read this.");
      case "range", "bad-request" ->
          ProblemException.of(ProblemCode.BAD_REQUEST, "There is no such part.");
      default ->
          ProblemException.retryLater(
              ProblemCode.UNAVAILABLE, "The " + words.agent() + " does not answer now.", BUSY);
    };
  }

  private ProblemException unavailable(String path, IOException e) {
    LOG.warn("reading {} failed", path, e);
    return ProblemException.of(
        ProblemCode.UNAVAILABLE, "The " + words.agent() + " does not answer.");
  }
}
