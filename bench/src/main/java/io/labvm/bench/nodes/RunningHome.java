package io.labvm.bench.nodes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A laboratory that is up on this machine, by the files of its home. */
final class RunningHome {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Path home;
  private final Path launcher;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningHome(Path home, Path launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  /** Where nodes report: the portal's own receiver. */
  URI channel() throws IOException {
    return URI.create(
        "https://%s:%s"
            .formatted(
                key("portal", "labvm.node-channel.address"),
                key("portal", "labvm.node-channel.port")));
  }

  Connection database() throws IOException, SQLException {
    return DriverManager.getConnection(
        key("portal", "spring.datasource.url"), "labvm", secret("pg-password"));
  }

  String joinToken(String node) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("node", node));
    return call(request("/api/v1/node-tokens").POST(HttpRequest.BodyPublishers.ofString(body)))
        .path("token")
        .asString();
  }

  /** What the page of the nodes shows. */
  JsonNode nodes() throws IOException, InterruptedException {
    return call(request("/api/v1/nodes").GET());
  }

  /** Process id of a supervised process. */
  long pid(String process) throws IOException, InterruptedException {
    Process status =
        new ProcessBuilder(launcher.toString(), "status", "--json", "--home", home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int ignored = status.waitFor();
    for (JsonNode each : JSON.readTree(text.substring(text.indexOf('{'))).path("processes")) {
      if (each.path("name").asString().equals(process)) {
        return each.path("pid").asLong();
      }
    }
    throw new IOException("no process " + process + " in " + home);
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + key("portal", "server.port") + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + secret("admin-token"))
        .header("Content-Type", "application/json");
  }

  private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          answer.uri() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }

  private String secret(String name) throws IOException {
    return Files.readString(home.resolve("secrets").resolve(name)).strip();
  }

  private String key(String application, String key) throws IOException {
    Path file = home.resolve("config").resolve(application + ".yaml");
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key + ": "))
          .map(line -> line.substring(key.length() + 2).replace("\"", ""))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + key + " in " + file));
    }
  }
}
