package io.labvm.node.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way to the engine. Connects with the first call, so that the engine may come later than the
 * agent, in the newest API version that both sides know.
 */
public final class EngineConnection implements AutoCloseable {
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A stop with its grace is the longest call. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final int CONNECTIONS = 64;

  private final String host;
  private @Nullable DockerClient client;

  /**
   * @param host such as {@code unix:///run/docker.sock}
   */
  public EngineConnection(String host) {
    this.host = host;
  }

  /** The negotiated client. */
  synchronized DockerClient client() {
    DockerClient known = client;
    if (known == null) {
      known = connect(negotiate());
      client = known;
    }
    return known;
  }

  private RemoteApiVersion negotiate() {
    try (DockerClient unversioned = connect(RemoteApiVersion.UNKNOWN_VERSION)) {
      String version = unversioned.versionCmd().exec().getApiVersion();
      RemoteApiVersion offered = RemoteApiVersion.parseConfigWithDefault(version);
      return offered.isGreaterOrEqual(NEWEST) ? NEWEST : offered;
    } catch (IOException e) {
      throw new IllegalStateException("closing a connection to " + host, e);
    }
  }

  private DockerClient connect(RemoteApiVersion version) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host)
            .withDockerTlsVerify(false)
            .withApiVersion(version)
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT)
            .responseTimeout(ANSWER)
            .build());
  }

  @Override
  public synchronized void close() throws IOException {
    DockerClient known = client;
    client = null;
    if (known != null) {
      known.close();
    }
  }
}
