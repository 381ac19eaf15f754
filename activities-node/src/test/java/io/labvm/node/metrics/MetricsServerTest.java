package io.labvm.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
  private static final int MANY = 60;
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path directory;
  private @Nullable MetricsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    http.close();
  }

  @Test
  void answersAScrape() throws Exception {
    HttpResponse<String> answer = get(started(null), http);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    assertThat(answer.body()).contains("labvm_node_cpus 32.0");
  }

  @Test
  void asksForItsPassword() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "correct horse\n");
    MetricsServer asking = started(file);
    assertThat(get(asking, http).statusCode()).isEqualTo(401);
    try (HttpClient knowing =
        HttpClient.newBuilder().authenticator(saying("correct horse")).build()) {
      assertThat(get(asking, knowing).body()).contains("labvm_node_cpus");
    }
  }

  @Test
  void doesNotStartWithoutAPassword() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "\n");
    assertThatThrownBy(() -> started(file)).hasMessageContaining("no password");
  }

  /** Half a request holds a thread; there are few of them, and the rest is refused. */
  @Test
  void isNotOverrunByCallersThatNeverAsk() throws Exception {
    MetricsServer one = started(null);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), one.port());
        silent.add(socket);
        socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().startsWith(MetricsServer.THREAD))
          .hasSizeLessThanOrEqualTo(4);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
    assertThat(get(one, http).statusCode()).isEqualTo(200);
  }

  private MetricsServer started(@Nullable Path password) throws IOException {
    MetricsServer made =
        new MetricsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            password,
            new FigureCollector(
                () -> Optional.of(Samples.full()), Map::of, () -> Instant.ofEpochMilli(10_000)));
    server = made;
    made.start();
    return made;
  }

  private static HttpResponse<String> get(MetricsServer server, HttpClient client)
      throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
    return client.send(
        HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Authenticator saying(String password) {
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(MetricsServer.USER, password.toCharArray());
      }
    };
  }
}
