package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PortalTest
class StorageRestTest {
  private static final String STORAGE = "/api/v1/admin/storage";

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;
  private Api admin;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    admin = api.as(PortalHome.ADMIN_TOKEN);
    lab.node("n1", "127.0.0.1", 1);
  }

  private void measured(int daysAgo, long free) {
    lab.execute(
        "insert into store_usage values (now() - make_interval(days => ?), 'ext4', 1000, ?, 1, 2, 3,"
            + " 0)",
        daysAgo,
        free);
  }

  @Test
  void adminsSeeRoomTrendBiggestAndDamaged() {
    String desktop = api.register("storage1").expect(202).text("desktop");
    lab.execute("delete from store_usage");
    measured(2, 700);
    measured(1, 600);
    measured(0, 500);
    lab.execute("delete from desktop_usage");
    lab.execute("insert into desktop_usage values (?, now(), 2, 30, 10)", desktop);
    lab.execute("insert into desktop_usage values ('stranger', now(), 1, 20, 20)");
    lab.execute(
        "insert into version (desktop, number, created_at, complete_up_to, trigger, consistency,"
            + " layers, entries, bytes, operation, verified_at, damage)"
            + " values (?, 1, now(), now(), 'manual', 'frozen', 1, 1, 1, 'o', now(), 'layer 7')",
        desktop);
    JsonNode store = admin.get(STORAGE).expect(200).body();
    assertThat(store.path("room").path("freeBytes").asLong()).isEqualTo(500);
    assertThat(store.path("trend").size()).isEqualTo(3);
    assertThat(store.path("daysLeft").asLong()).isBetween(4L, 5L);
    assertThat(store.path("desktops").path(0).path("owner").asString()).isEqualTo("storage1");
    assertThat(store.path("desktops").path(1).path("owner").isNull()).isTrue();
    assertThat(store.path("damaged").path(0).path("damage").asString()).isEqualTo("layer 7");
    JsonNode version =
        api.signIn("storage1")
            .get("/api/v1/desktops/" + desktop + "/versions")
            .expect(200)
            .body()
            .path(0);
    assertThat(version.path("damaged").asBoolean()).isTrue();
    assertThat(version.path("damage").asString()).isEqualTo("layer 7");
    assertThat(version.path("verified").asBoolean()).isFalse();
  }

  @Test
  void aRunIsAskedForOnceAndShown() {
    String run = admin.post(STORAGE + "/maintenance/verify", null).expect(202).text("run");
    assertThat(admin.post(STORAGE + "/maintenance/verify", null).expect(202).text("run"))
        .isEqualTo(run);
    JsonNode verify =
        admin
            .get(STORAGE + "/maintenance")
            .expect(200)
            .body()
            .valueStream()
            .filter(k -> k.path("kind").asString().equals("verify"))
            .findFirst()
            .orElseThrow();
    assertThat(verify.path("runs").path(0).path("state").asString()).isEqualTo("queued");
    assertThat(verify.path("runs").path(0).path("requestedBy").asString()).isEqualTo("admin");
    assertThat(lab.number("select count(*) from audit where action = 'store-maintenance'"))
        .isEqualTo(1);
    admin.post(STORAGE + "/maintenance/burn", null).refused(404, "not-found");
  }

  @Test
  void membersSeeNothingOfIt() {
    api.register("storage2").expect(202);
    Api member = api.signIn("storage2");
    for (String path : new String[] {"", "/maintenance", "/retention-policy"}) {
      member.get(STORAGE + path).refused(403, "forbidden");
    }
    member.post(STORAGE + "/maintenance/prune", null).refused(403, "forbidden");
    member.raw("PUT", STORAGE + "/retention-policy", "{\"last\":1}").refused(403, "forbidden");
  }

  @Test
  void ownersChangeHowLongTheirVersionsAreKept() {
    String desktop = api.register("storage3").expect(202).text("desktop");
    api.register("storage4").expect(202);
    Api owner = api.signIn("storage3");
    String path = "/api/v1/desktops/" + desktop + "/retention-policy";
    lab.execute("delete from maintenance_schedule");
    lab.execute("insert into maintenance_schedule values ('prune', 86400, false, now())");
    JsonNode policy = owner.get(path).expect(200).body();
    assertThat(policy.path("inherited").asBoolean()).isTrue();
    assertThat(policy.path("sentence").asString()).contains("24 hourly");
    assertThat(policy.path("nextPruningAt").isNull()).isFalse();
    JsonNode changed = owner.raw("PUT", path, "{\"last\":2,\"daily\":9}").expect(200).body();
    assertThat(changed.path("sentence").asString())
        .isEqualTo("Kept: the last 2, 9 daily. The newest and pinned versions always stay.");
    assertThat(changed.path("inherited").asBoolean()).isFalse();
    assertThat(owner.raw("GET", path, "", "Accept-Language", "zh-CN").text("sentence"))
        .contains("保留：最近 2 个、每天 9 个");
    owner.raw("PUT", path, "{\"last\":0}").refused(422, "invalid");
    owner.raw("PUT", path, "{\"last\":-1}").refused(422, "invalid");
    owner.raw("PUT", path, "{\"daily\":1001}").refused(422, "invalid");
    assertThat(owner.raw("PUT", path, "{}").expect(200).body().path("inherited").asBoolean())
        .isTrue();
    api.signIn("storage4").get(path).refused(404, "not-found");
    api.signIn("storage4").post(path + "/preview", "").refused(400, "bad-json");
    api.signIn("storage4").raw("POST", path + "/preview", "{}").refused(404, "not-found");
  }
}
