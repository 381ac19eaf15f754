package io.labvm.nodechannel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.labvm.nodechannel.Activity;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.DesktopVerdict;
import io.labvm.nodechannel.HeldDesktop;
import io.labvm.nodechannel.NodeChannelClient;
import io.labvm.nodechannel.NodeChannelException;
import io.labvm.nodechannel.NodeMetrics;
import io.labvm.nodechannel.NodeMetrics.MemoryKill;
import io.labvm.nodechannel.Verdict;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeChannelServerTest {
  private static final String BOOT = "b-1";

  private final Cluster cluster;
  private final NodeChannelClient node;

  NodeChannelServerTest(@TempDir Path directory) throws Exception {
    cluster = new Cluster(directory);
    node = cluster.joined("n1");
  }

  @BeforeAll
  void desktops() {
    cluster.desktop("mine", "n1", 5);
    cluster.desktop("elsewhere", "n2", 5);
    cluster.desktop("unassigned", "n1", 5);
    cluster.desktop("deleted", "n1", 5);
    cluster.sql.sql("update desktop set assigned_node = null where id = 'unassigned'").update();
    cluster.sql.sql("update desktop set deleted_at = now() where id = 'deleted'").update();
  }

  @AfterAll
  void close() {
    node.close();
    cluster.close();
  }

  @Test
  void saysWhoMayRun() throws Exception {
    assertThat(verdicts(held("mine", 5), held("unassigned", 5)))
        .containsEntry("mine", Verdict.RUN)
        .containsEntry("unassigned", Verdict.RUN);
    assertThat(verdicts(held("mine", 4), held("elsewhere", 5), held("deleted", 5)).values())
        .containsOnly(Verdict.KILL);
  }

  @Test
  void neverKillsOnlyBecauseItsOwnKnowledgeIsOld() throws Exception {
    assertThat(verdicts(held("mine", 6), held("elsewhere", 6), held("unknown", 1)).values())
        .containsOnly(Verdict.RUN);
  }

  @Test
  void storesTheNewestBeacon() throws Exception {
    node.beacon(beacon(2_000, 700, List.of(held("mine", 5))));
    node.beacon(beacon(1_000, 100, List.of()));

    assertThat(age()).isEqualTo(700);
    node.beacon(new Beacon("n1", "b-2", 10, -1, List.of()));
    assertThat(
            cluster.sql.sql("select agent_age_ms is null from node").query(Boolean.class).single())
        .isTrue();
    var by = cluster.sql.sql("select beacon_by from node").query(String.class).single();
    assertThat(by).isEqualTo("portal-1");
    cluster.sql.sql("update node set beacon = null").update();
  }

  @Test
  void keepsFigures() throws Exception {
    var _ = node.metrics(figures());

    var kernel = "select metrics ->> 'kernel' from node where metrics_at is not null";
    assertThat(cluster.sql.sql(kernel).query(String.class).single()).isEqualTo("6.18");
  }

  @Test
  void dividesWhatTheStoreTakesByRunningDesktopsOfNodesThatLive() throws Exception {
    assertThat(share()).isEqualTo(100);
    cluster
        .sql
        .sql("insert into node (id, key_sha256, beacon_at) values ('n2', 'k', now())")
        .update();
    try {
      assertThat(share()).as("one desktop on each").isEqualTo(50);
      cluster.desktop("more", "n2", 1);
      cluster.desktop("still-more", "n2", 1);
      assertThat(share()).as("one desktop here, three there").isCloseTo(33.3, within(0.1));
      cluster.sql.sql("update desktop set state = 'stopped' where assigned_node = 'n2'").update();
      assertThat(share()).as("none runs there").isCloseTo(66.7, within(0.1));
      cluster.sql.sql("update node set beacon_at = now() - interval '1 hour'").update();
      assertThat(share()).as("the other is silent").isEqualTo(100);
    } finally {
      cluster.sql.sql("delete from desktop_secret where desktop like '%more'").update();
      cluster.sql.sql("delete from desktop where id like '%more'").update();
      cluster.sql.sql("update desktop set state = 'running'").update();
      cluster.sql.sql("delete from node where id = 'n2'").update();
    }
  }

  private double share() throws Exception {
    return node.metrics(figures()).orElseThrow().segmentsPerSecond();
  }

  @Test
  void givesSecretsOnlyToTheHolderAtTheCurrentEpoch() throws Exception {
    var secrets = node.secrets("mine", 5);

    assertThat(secrets.vncSecret()).isEqualTo("abcdefgh");
    assertThat(secrets.login()).isEqualTo("alice");
    assertThat(secrets.hostname()).isEqualTo("alice-s-machine");
    assertRefused(403, () -> node.secrets("mine", 4));
    assertRefused(403, () -> node.secrets("mine", 6));
    assertRefused(403, () -> node.secrets("elsewhere", 5));
    assertRefused(403, () -> node.secrets("unassigned", 5));
    assertRefused(403, () -> node.secrets("deleted", 5));
    assertRefused(403, () -> node.secrets("unknown", 1));
  }

  @Test
  void saysWhichDesktopsWereDeleted() throws Exception {
    assertThat(node.deleted(List.of("mine", "deleted", "elsewhere", "unknown")))
        .containsExactly("deleted");
    assertThat(node.deleted(List.of())).isEmpty();
    assertThatThrownBy(() -> node.deleted(Collections.nCopies(501, "mine")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBeaconsInAnotherNodesName() {
    assertRefused(403, () -> node.beacon(new Beacon("n2", BOOT, 1, 1, List.of())));
  }

  @Test
  void shutsOutANodeThatHasLeft() throws Exception {
    try (var leaving = cluster.joined("n9")) {
      leaving.beacon(new Beacon("n9", BOOT, 1, 1, List.of()));
      cluster.sql.sql("update node set left_at = now() where id = 'n9'").update();

      assertRefused(403, () -> leaving.beacon(new Beacon("n9", BOOT, 2, 1, List.of())));
      assertRefused(403, () -> leaving.metrics(figures()));
      assertRefused(403, () -> leaving.deleted(List.of("deleted")));
    } finally {
      cluster.sql.sql("delete from node where id = 'n9'").update();
    }
  }

  @Test
  void answersStrangersWithARefusal() throws Exception {
    try (var stranger = HttpClient.newBuilder().sslContext(trusting()).build()) {
      assertThat(status(stranger, "/node/v1/beacon", "{}")).isEqualTo(403);
      assertThat(status(stranger, "/node/v1/metrics", "{}")).isEqualTo(403);
      assertThat(status(stranger, "/node/v1/../secrets", "{}")).isEqualTo(404);
      assertThat(status(stranger, "/node/v1/join", "{")).isEqualTo(400);
      assertThat(status(stranger, "/node/v1/join", "{}")).isEqualTo(400);
      assertThat(status(stranger, "/node/v1/join", "x".repeat(70_000))).isEqualTo(413);
    }
  }

  @Test
  void keepsWhatNodesTellOfKillsOnce() throws Exception {
    var named = new MemoryKill("mine", 3, "pid-7", 1_700_000_000_500L, "python", 5L, 1, true);
    var counted = new MemoryKill("mine", 3, "count-3", 1_700_000_001_000L, null, null, 2, true);
    var unknown = new MemoryKill("unknown", 3, "pid-8", 1_700_000_001_000L, "x", 1L, 1, false);
    var _ = node.metrics(figures(List.of(named, counted, unknown)));
    var _ = node.metrics(figures(List.of(named, counted)));
    assertThat(kills()).containsExactly("count-3 null 2 true", "pid-7 python 1 true");
    var _ =
        node.metrics(
            figures(
                IntStream.range(0, 25)
                    .mapToObj(
                        i ->
                            new MemoryKill(
                                "mine", 4, "pid-" + i, 1_800_000_000_000L + i, "y", 1L, 1, true))
                    .toList()));
    assertThat(kills()).hasSize(20).allMatch(kill -> kill.contains("y"));
  }

  private List<String> kills() {
    return cluster
        .sql
        .sql(
            "select concat_ws(' ', id, coalesce(program, 'null'), processes, by_limit::text)"
                + " from memory_kill order by at desc")
        .query((row, _) -> row.getString(1))
        .list();
  }

  private static NodeMetrics figures() {
    return figures(List.of());
  }

  private static NodeMetrics figures(List<MemoryKill> kills) {
    return new NodeMetrics(
        2,
        0.5,
        8,
        4,
        100,
        50,
        1,
        2,
        "20.10",
        "6.18",
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(new NodeMetrics.LeftMetrics("d1", "u1.1", 1, 2, 3, 4, true)),
        7444,
        new NodeMetrics.GpuGiving(NodeMetrics.GpuGiving.NONE, null),
        kills);
  }

  private long age() {
    return cluster.sql.sql("select agent_age_ms from node").query(Long.class).single();
  }

  private Map<String, Verdict> verdicts(HeldDesktop... held) throws Exception {
    return node.beacon(beacon(1, 1, Arrays.asList(held))).desktops().stream()
        .collect(Collectors.toMap(DesktopVerdict::desktop, DesktopVerdict::verdict));
  }

  private static HeldDesktop held(String desktop, long epoch) {
    return new HeldDesktop(desktop, epoch, "u1", Activity.RUNNING);
  }

  private static Beacon beacon(long sent, long age, List<HeldDesktop> desktops) {
    return new Beacon("n1", BOOT, sent, age, desktops);
  }

  private static void assertRefused(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NodeChannelException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  private int status(HttpClient client, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + cluster.server.port() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Trusts every server: what is tried here is whom the server trusts. */
  private static SSLContext trusting() throws Exception {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    return context;
  }

  private static final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
