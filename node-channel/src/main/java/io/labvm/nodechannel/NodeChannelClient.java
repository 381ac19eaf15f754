package io.labvm.nodechannel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A node's side of the channel.
 *
 * <p>Several servers may be named; the one that answered last is tried first. A call ends within
 * {@code timeout} per server. Safe for use by several threads.
 */
public final class NodeChannelClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient http;
  private final List<URI> servers;
  private final Duration timeout;
  private final AtomicInteger preferred = new AtomicInteger();

  /**
   * @param servers base addresses, {@code https://host:port}
   * @param timeout for one server's whole answer
   */
  public NodeChannelClient(NodeIdentity identity, List<URI> servers, Duration timeout) {
    this(identity.channelContext(), servers, timeout);
  }

  NodeChannelClient(SSLContext tls, List<URI> servers, Duration timeout) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no server of the node channel is named");
    }
    this.servers = List.copyOf(servers);
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Sends a beacon. Repeatable: the server keeps the newest. */
  public BeaconReply beacon(Beacon beacon) throws IOException, InterruptedException {
    return ChannelJson.read(post("/node/v1/beacon", beacon), BeaconReply.class);
  }

  /**
   * Sends live figures. Repeatable: the server keeps the newest.
   *
   * @return empty from a server of an earlier release
   */
  public Optional<MetricsReply> metrics(NodeMetrics metrics)
      throws IOException, InterruptedException {
    byte[] answer = post("/node/v1/metrics", metrics);
    return answer.length == 0
        ? Optional.empty()
        : Optional.of(ChannelJson.read(answer, MetricsReply.class));
  }

  /**
   * Fetches the secrets of a desktop.
   *
   * @throws NodeChannelException with status 403 unless this node holds the desktop at this epoch
   */
  public DesktopSecrets secrets(String desktop, long epoch)
      throws IOException, InterruptedException {
    var path = "/node/v1/desktops/" + Names.desktop(desktop) + "/secrets?epoch=" + epoch;
    return ChannelJson.read(send(path, HttpRequest.newBuilder().GET()), DesktopSecrets.class);
  }

  /**
   * Asks which desktops were deleted for good.
   *
   * @param some at most {@value DesktopNames#MOST}
   */
  public List<String> deleted(List<String> some) throws IOException, InterruptedException {
    byte[] answer = post("/node/v1/deleted", new DesktopNames(some));
    return ChannelJson.read(answer, DesktopNames.class).desktops();
  }

  /** Asks for a certificate; repeatable with the same key. */
  public JoinReply join(JoinRequest request) throws IOException, InterruptedException {
    return ChannelJson.read(post("/node/v1/join", request), JoinReply.class);
  }

  private byte[] post(String path, Object body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(ChannelJson.write(body)));
    return send(path, request);
  }

  private byte[] send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    IOException failure = new IOException("no server of the node channel was tried");
    var first = preferred.get();
    for (var i = 0; i < servers.size(); i++) {
      var index = (first + i) % servers.size();
      try {
        var answer = sendTo(servers.get(index), path, request);
        preferred.set(index);
        return answer;
      } catch (NodeChannelException e) {
        // A refusal is an answer; only a server that cannot answer sends us to the next one.
        if (e.status() < 500) {
          throw e;
        }
        failure = e;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private byte[] sendTo(URI server, String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var call = request.copy().uri(server.resolve(path)).timeout(timeout).build();
    var answer =
        http.send(
            call,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ChannelJson.MAX_BYTES));
    if (answer.statusCode() / 100 != 2) {
      throw NodeChannelException.of(server, answer.statusCode(), answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
