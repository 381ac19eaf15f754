package io.labvm.nodechannel.server;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.JoinCommand;
import io.labvm.nodechannel.JoinToken;
import io.labvm.nodechannel.NodeChannelClient;
import io.labvm.nodechannel.NodeIdentity;
import io.labvm.nodechannel.SecretSeal;
import io.labvm.schema.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A channel with its database, and nodes that join it by the command. */
final class Cluster implements AutoCloseable {
  final ClusterCa authority = ClusterCa.create("test");
  final SecretSeal seal = SecretSeal.of(new byte[32]);
  final TestDatabase database = TestDatabase.create();
  final JdbcClient sql = JdbcClient.create(database.dataSource());
  final NodeChannelServer server;
  private final Path directory;

  Cluster(Path directory) throws IOException, GeneralSecurityException {
    var ticketKey = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var config =
        new NodeChannelConfig(
            address, authority, ticketKey, seal, "portal-1", NodeChannelConfig.DEFAULT_LEASE);
    this.directory = directory;
    this.server = new NodeChannelServer(config, database.dataSource());
    server.start();
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.port());
  }

  String token(String node, String life) {
    var token = JoinToken.mint(authority.certificate());
    sql.sql("insert into node_join_token values (?, ?, now() + ?::interval, null)")
        .params(token.sha256(), node, life)
        .update();
    return token.value();
  }

  Path identity(String node) {
    return directory.resolve(node);
  }

  /** Runs the join command; returns its exit code. */
  int join(String token, String node) throws InterruptedException {
    return join(token, node, identity(node));
  }

  int join(String token, String node, Path identity) throws InterruptedException {
    var command = new ArrayList<>(List.of(token, "--url", url().toString(), "--node", node));
    command.addAll(List.of("--relay", "10.0.0.5:7443", "--shared-machine"));
    command.addAll(List.of("--identity", identity.toString()));
    return JoinCommand.run(command, System.err);
  }

  NodeChannelClient joined(String node) throws IOException, InterruptedException {
    if (join(token(node, "1 hour"), node) != 0) {
      throw new AssertionError("node " + node + " did not join");
    }
    return client(node);
  }

  NodeChannelClient client(String node) throws IOException {
    var identity = NodeIdentity.load(identity(node));
    // The first address answers nobody: every call shows that the next one is tried.
    var servers = List.of(URI.create("https://127.0.0.1:1"), url());
    return new NodeChannelClient(identity, servers, Duration.ofSeconds(10));
  }

  void desktop(String id, String node, long epoch) {
    sql.sql(
            """
            insert into account (id, login, display_name, mail, password_hash, ssh_keys)
            values ('a1', 'alice', 'Alice', 'a@example.org', '-', 'ssh-ed25519 KEY')
            on conflict do nothing
            """)
        .update();
    sql.sql(
            """
            insert into desktop (id, owner, name, login, base, language, milli_cpus, memory_bytes,
              pids, shm_bytes, ip, state, assigned_node, assigned_epoch)
            values (?, 'a1', 'Alice''s Machine', 'alice', 'tiny-1', 'zh_CN', 1000, 1, 1, 1,
              ('10.0.0.' || (2 + (select count(*) from desktop)))::inet, 'running', ?, ?)
            """)
        .params(id, node, epoch)
        .update();
    sql.sql("insert into desktop_secret (desktop, kind, sealed) values (?, 'vnc', ?)")
        .params(id, seal.seal(id, "vnc", "abcdefgh"))
        .update();
  }

  @Override
  public void close() {
    server.close();
  }
}
