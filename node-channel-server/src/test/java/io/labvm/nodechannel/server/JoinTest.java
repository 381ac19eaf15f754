package io.labvm.nodechannel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.JoinToken;
import io.labvm.nodechannel.NodeIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinTest {
  private static final int REFUSED = 1;

  @TempDir static Path directory = Path.of("");

  private final Cluster cluster;

  JoinTest() throws Exception {
    cluster = new Cluster(Files.createTempDirectory(directory, "nodes"));
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void keepsTheIdentityAndTheNodesAddress() throws Exception {
    assertThat(cluster.join(cluster.token("n1", "1 hour"), "n1")).isZero();

    var identity = NodeIdentity.load(cluster.identity("n1"));
    assertThat(identity.node()).isEqualTo("n1");
    assertThat(identity.authority()).isEqualTo(cluster.authority.certificate());
    assertThat(cluster.sql.sql("select relay_host from node").query(String.class).single())
        .isEqualTo("10.0.0.5");
    assertThat(cluster.identity("n1").toFile().list())
        .containsExactlyInAnyOrder("key.p12", "password", "ca.pem", "ticket-key.pub.pem");
  }

  @Test
  void isRepeatableAfterTheAnswerWasLost() throws Exception {
    var token = cluster.token("n1", "1 hour");
    assertThat(cluster.join(token, "n1")).isZero();
    var before = NodeIdentity.load(cluster.identity("n1")).certificate();

    assertThat(cluster.join(token, "n1")).isZero();
    assertThat(NodeIdentity.load(cluster.identity("n1")).certificate()).isEqualTo(before);
  }

  @Test
  void refusesUsedExpiredForeignAndUnknownTokens() throws Exception {
    var used = cluster.token("n1", "1 hour");
    assertThat(cluster.join(used, "n1")).isZero();
    var other = cluster.identity("other");

    assertThat(cluster.join(used, "n1", other)).isEqualTo(REFUSED);
    assertThat(cluster.join(cluster.token("n1", "1 hour"), "n1", other)).isEqualTo(REFUSED);
    assertThat(cluster.join(cluster.token("n2", "-1 second"), "n2")).isEqualTo(REFUSED);
    assertThat(cluster.join(cluster.token("n3", "1 hour"), "n4")).isEqualTo(REFUSED);
    var unknown = JoinToken.mint(cluster.authority.certificate()).value();
    assertThat(cluster.join(unknown, "n5")).isEqualTo(REFUSED);
    assertThat(cluster.sql.sql("select count(*) from node").query(Integer.class).single())
        .isEqualTo(1);
  }

  @Test
  void sendsNothingToAServerOfAnotherCluster() throws Exception {
    var token = JoinToken.mint(ClusterCa.create("other").certificate());
    cluster
        .sql
        .sql("insert into node_join_token values (?, 'n1', now() + interval '1 hour', null)")
        .param(token.sha256())
        .update();

    assertThat(cluster.join(token.value(), "n1")).isEqualTo(REFUSED);
    assertThat(NodeIdentity.isJoined(cluster.identity("n1"))).isFalse();
  }
}
