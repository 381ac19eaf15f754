package io.labvm.ui.left;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.Tls;
import io.labvm.nodechannel.server.spring.NodeChannelProperties;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.ReadingClient;
import io.labvm.ui.versions.StoreReading.Content;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** One client for each node, with a certificate of the authority that this process has. */
@Component
class HttpsNodeReading implements NodeReading {
  private final Optional<ClusterCa> authority;
  private final Map<Endpoint, ReadingClient> clients = new ConcurrentHashMap<>();

  HttpsNodeReading(ObjectProvider<NodeChannelProperties> channel) throws IOException {
    NodeChannelProperties keys = channel.getIfAvailable();
    authority =
        keys == null
            ? Optional.empty()
            : Optional.of(
                ClusterCa.load(
                    keys.caKeystore(),
                    Files.readString(keys.caPasswordFile()).strip().toCharArray()));
  }

  private ReadingClient client(Endpoint node) {
    ClusterCa signed =
        authority.orElseThrow(
            () ->
                ProblemException.of(
                    ProblemCode.UNAVAILABLE, "Nodes cannot be read in this installation."));
    return clients.computeIfAbsent(
        node,
        n ->
            new ReadingClient(
                URI.create("https://" + n.host() + ":" + n.port()),
                signed.clientContext(Tls.PORTAL_NAME, Tls.nodeName(n.node())),
                new ReadingClient.Words("left-behind changes", "node")));
  }

  @Override
  public byte[] document(Endpoint node, String path) {
    return client(node).document(path);
  }

  @Override
  public Content content(Endpoint node, String path, @Nullable String range) {
    return client(node).content(path, range);
  }

  @Override
  public void remove(Endpoint node, String path) {
    client(node).remove(path);
  }
}
