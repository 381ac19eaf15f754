package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What a desktop's owner is told of its idleness, and may answer. */
@PortalTest
class IdlenessRestTest {
  private static int members;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api member = new Api(0, null);
  private Api stranger = new Api(0, null);
  private String desktop = "";

  @BeforeEach
  void makeDesktop() {
    lab.node("n1", "127.0.0.1", 1);
    Api api = new Api(port, null);
    String owner = "idler-" + ++members;
    desktop = api.register(owner).expect(202).text("desktop");
    lab.run(desktop, "n1", 1);
    member = api.signIn(owner);
    api.register("watcher-" + members).expect(202);
    stranger = api.signIn("watcher-" + members);
    stopAfter(48);
    unusedFor(1);
  }

  @AfterEach
  void forget() {
    lab.execute("delete from setting");
  }

  private void stopAfter(int hours) {
    admin()
        .raw(
            "PUT",
            "/api/v1/settings",
            "{\"approvalRequired\":false,\"stopUnusedHours\":" + hours + "}")
        .expect(200);
  }

  private Api admin() {
    return new Api(port, null).as(PortalHome.ADMIN_TOKEN);
  }

  /** As the control application notes it. */
  private void unusedFor(int hours) {
    lab.execute(
        """
        insert into desktop_use (desktop, epoch, told_at, used_at, used_by, counted_from)
        values (?, 1, now(), now() - make_interval(hours => ?), 'input', now() - interval '9 days')
        on conflict (desktop) do update set used_at = excluded.used_at,
          counted_from = excluded.counted_from
        """,
        desktop,
        hours);
  }

  private String path(String what) {
    return "/api/v1/desktops/" + desktop + "/" + what;
  }

  private JsonNode idleness() {
    return member.get(path("idleness")).expect(200).body();
  }

  private static void expectLeft(JsonNode idleness, int hours) {
    Instant stop = Instant.parse(idleness.path("stopsAt").asString());
    assertThat(Duration.between(Instant.now(), stop))
        .isBetween(Duration.ofMinutes(60L * hours - 10), Duration.ofHours(hours));
  }

  private static String in(Duration time) {
    return Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Api.Answer lock(Api caller, String until) {
    return caller.raw("PUT", path("lock"), "{\"until\":\"" + until + "\"}");
  }

  private Api.Answer unlock(Api caller) {
    return caller.send(caller.request(path("lock")).DELETE());
  }

  @Test
  void tellsWhenItWillBeStoppedAndWarnsWhenThatIsNear() {
    JsonNode first = idleness();
    expectLeft(first, 47);
    assertThat(first.path("warned").asBoolean()).isFalse();
    assertThat(first.path("usedBy").asString()).isEqualTo("input");
    unusedFor(25);
    assertThat(idleness().path("warned").asBoolean()).isTrue();
    stopAfter(0);
    assertThat(idleness().path("stopsAt").isNull()).isTrue();
    assertThat(idleness().path("warned").asBoolean()).isFalse();
  }

  @Test
  void aPeriodOfADayIsWarnedOfAnHourBefore() {
    stopAfter(24);
    unusedFor(22);
    assertThat(idleness().path("warned").asBoolean()).isFalse();
    lab.execute("update desktop_use set used_at = now() - interval '23 hours 1 minute'");
    assertThat(idleness().path("warned").asBoolean()).isTrue();
  }

  @Test
  void anExtensionBeginsThePeriodAgain() {
    unusedFor(47);
    JsonNode extended = member.post(path("extend"), null).expect(200).body();
    expectLeft(extended, 48);
    assertThat(extended.path("warned").asBoolean()).isFalse();
    assertThat(audited("keep-running")).isOne();
    stopAfter(0);
    member.post(path("extend"), null).refused(409, "wrong-state");
  }

  @Test
  void whatIsBeingStoppedCannotBeKeptRunning() {
    unusedFor(47);
    lab.execute(
        "insert into operation (id, desktop, kind, state, requested_by)"
            + " values (gen_random_uuid()::text, ?, 'stop', 'queued', 'policy')",
        desktop);
    member.post(path("extend"), null).refused(409, "wrong-state");
    lock(member, in(Duration.ofDays(3))).refused(409, "wrong-state");
  }

  @Test
  void anotherPolicyBeginsThePeriodAgain() {
    unusedFor(47);
    stopAfter(24);
    expectLeft(idleness(), 24);
  }

  @Test
  void aLockHoldsUntilItsDayAndThePeriodBeginsThen() {
    String until = in(Duration.ofDays(3));
    JsonNode locked = lock(member, until).expect(200).body();
    assertThat(locked.path("lockedUntil").asString()).isEqualTo(until);
    expectLeft(locked, 120);
    JsonNode unlocked = unlock(member).expect(200).body();
    assertThat(unlocked.path("lockedUntil").isNull()).isTrue();
    expectLeft(unlocked, 48);
    assertThat(audited("lock-desktop")).isOne();
    assertThat(audited("unlock-desktop")).isOne();
  }

  @Test
  void aLockIsNoLongerThanAnAdminAllows() {
    lock(member, in(Duration.ofDays(15))).refused(422, "invalid");
    lock(member, in(Duration.ofDays(-1))).refused(422, "invalid");
    member.raw("PUT", path("lock"), "{}").refused(422, "invalid");
    admin()
        .raw("PUT", "/api/v1/settings", "{\"approvalRequired\":false,\"mostLockDays\":30}")
        .expect(200);
    lock(member, in(Duration.ofDays(15))).expect(200);
  }

  @Test
  void saysWhyItWasStoppedUntilItIsStarted() {
    lab.execute(
        """
        insert into operation (id, desktop, kind, state, requested_by, ended_at, cause)
        values (?, ?, 'stop', 'succeeded', 'policy', now(), '{"rule": "unused",
          "periodSeconds": 43200, "usedAt": "2027-01-31T02:00:00+00:00", "usedBy": "cpu"}')
        """,
        "stop-" + desktop,
        desktop);
    lab.settle(desktop, "stopped");
    JsonNode stopped = idleness().path("stopped");
    assertThat(stopped.path("operation").asString()).isEqualTo("stop-" + desktop);
    assertThat(stopped.path("periodSeconds").asLong()).isEqualTo(43_200);
    assertThat(stopped.path("usedAt").asString()).isEqualTo("2027-01-31T02:00:00Z");
    assertThat(stopped.path("usedBy").asString()).isEqualTo("cpu");
    assertThat(idleness().path("stopsAt").isNull()).isTrue();
    member.post(path("start"), Map.of()).expect(202);
    lab.settle(desktop, "stopped");
    assertThat(idleness().path("stopped").isNull()).isTrue();
  }

  @Test
  void tellsWhatAnotherRuleWouldHaveDone() {
    lab.execute("update operation set cause = null");
    lab.execute("delete from desktop_use where desktop <> ?", desktop);
    lab.execute(
        """
        insert into desktop_pause (desktop, began_at, ended_at) values
          (?, now() - interval '6 days', now() - interval '5 days'),
          (?, now() - interval '4 days', now() - interval '4 days' + interval '13 hours'),
          (?, now() - interval '20 days', now() - interval '10 days')
        """,
        desktop,
        desktop,
        desktop);
    unusedFor(14);
    assertThat(preview(12)).isEqualTo("3 1");
    assertThat(preview(14)).isEqualTo("2 1");
    assertThat(preview(24)).isEqualTo("1 1");
    assertThat(preview(25)).isEqualTo("0 0");
    member.get("/api/v1/settings/unused-preview?hours=12").refused(403, "forbidden");
    admin().get("/api/v1/settings/unused-preview?hours=0").refused(422, "invalid");
  }

  private String preview(int hours) {
    JsonNode answer =
        admin().get("/api/v1/settings/unused-preview?hours=" + hours).expect(200).body();
    return answer.path("stops").asInt() + " " + answer.path("desktops").asInt();
  }

  @Test
  void foreignDesktopsAreUnknown() {
    stranger.get(path("idleness")).refused(404, "not-found");
    stranger.post(path("extend"), null).refused(404, "not-found");
    lock(stranger, in(Duration.ofDays(1))).refused(404, "not-found");
    unlock(stranger).refused(404, "not-found");
  }

  private long audited(String action) {
    return lab.number(
        "select count(*) from audit where action = ? and target = ?", action, desktop);
  }
}
