package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Switches that begin later: who may plan them, when, and who sees what would end. */
@PortalTest
class PlannedSwitchRestTest {
  private static int members;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api member = new Api(0, null);
  private Api stranger = new Api(0, null);
  private String desktop = "";

  @BeforeEach
  void makeDesktop() {
    lab.node("n1", "127.0.0.1", 1);
    lab.node("n2", "127.0.0.1", 2);
    Api api = new Api(port, null);
    String owner = "planner-" + ++members;
    desktop = api.register(owner).expect(202).text("desktop");
    lab.run(desktop, "n1", 1);
    member = api.signIn(owner);
    api.register("onlooker-" + members).expect(202);
    stranger = api.signIn("onlooker-" + members);
  }

  private String path(String what) {
    return "/api/v1/desktops/" + desktop + "/" + what;
  }

  private static String soon() {
    return Instant.now().plus(Duration.ofHours(5)).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void switched(String desktop, int millis) {
    lab.execute(
        "insert into operation (id, desktop, kind, state, requested_by, ended_at, result) values"
            + " (gen_random_uuid()::text, ?, 'switch', 'succeeded', 'a', now(),"
            + " jsonb_build_object('moved', jsonb_build_object('unreachableMillis', ?::bigint)))",
        desktop,
        millis);
  }

  @Test
  void pauseIsExpectedAsOfItsOwnSwitchesElseOfAll() {
    lab.execute("delete from operation where kind = 'switch'");
    stranger.get(path("expected-pause")).refused(404, "not-found");
    assertThat(member.get(path("expected-pause")).expect(200).body().path("millis").isNull())
        .isTrue();
    String other =
        stranger.get("/api/v1/desktops").expect(200).body().path(0).path("id").asString();
    switched(other, 9000);
    switched(other, 0);
    assertThat(member.get(path("expected-pause")).expect(200).body().path("millis").asLong())
        .isEqualTo(9000);
    switched(desktop, 3000);
    switched(desktop, 5000);
    assertThat(member.get(path("expected-pause")).expect(200).body().path("millis").asLong())
        .isEqualTo(4000);
  }

  @Test
  void waitsAndIsShownAndGivenUp() {
    String at = soon();
    var planned =
        member.post(path("switch"), Map.of("node", "n2", "when", "at", "at", at)).expect(202);
    assertThat(planned.text("state")).isEqualTo("waiting");
    var shown = member.get(path("planned-switch")).expect(200);
    assertThat(shown.text("id")).isEqualTo(planned.text("id"));
    assertThat(shown.text("node")).isEqualTo("n2");
    assertThat(shown.text("at")).isEqualTo(at);
    cancel(member).expect(204);
    member.get(path("planned-switch")).refused(404, "not-found");
    cancel(member).refused(409, "wrong-state");
    assertThat(waiting()).isZero();
  }

  @Test
  void anotherPlanReplacesTheOneThatWaits() {
    member.post(path("switch"), Map.of("node", "n2", "when", "at", "at", soon())).expect(202);
    String second = member.post(path("switch"), Map.of("when", "whenIdle")).expect(202).text("id");
    assertThat(member.get(path("planned-switch")).expect(200).text("id")).isEqualTo(second);
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void aSwitchByHandTakesItsPlace() {
    member.post(path("switch"), Map.of("node", "n2", "when", "at", "at", soon())).expect(202);
    member.post(path("switch"), Map.of("node", "n1")).refused(422, "invalid");
    assertThat(waiting()).isEqualTo(1);
    member.post(path("switch"), Map.of("node", "n2")).expect(202);
    assertThat(waiting()).isZero();
    member.get(path("planned-switch")).refused(404, "not-found");
  }

  @Test
  void theSameRequestIsOnePlan() {
    Map<String, Object> body = Map.of("node", "n2", "when", "whenIdle");
    String[] key = {"Idempotency-Key", "plan-" + members};
    String first = member.post(path("switch"), body, key).expect(202).text("id");
    assertThat(member.post(path("switch"), body, key).expect(202).text("id")).isEqualTo(first);
    member.post(path("switch"), Map.of("node", "n2"), key).refused(422, "idempotency-key-reused");
  }

  @Test
  void refusesTimesThatAreOverOrFarAwayAndNodesThatAreNot() {
    for (String at : new String[] {"2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"}) {
      member
          .post(path("switch"), Map.of("node", "n2", "when", "at", "at", at))
          .refused(422, "invalid");
    }
    member.post(path("switch"), Map.of("node", "n2", "when", "at")).refused(422, "invalid");
    member.post(path("switch"), Map.of("node", "n1", "when", "whenIdle")).refused(422, "invalid");
    member.post(path("switch"), Map.of("node", "no", "when", "whenIdle")).refused(422, "invalid");
    lab.settle(desktop, "failed");
    member
        .post(path("switch"), Map.of("node", "n2", "when", "whenIdle"))
        .refused(409, "wrong-state");
  }

  @Test
  void foreignDesktopsAreUnknown() {
    stranger
        .post(path("switch"), Map.of("node", "n2", "when", "whenIdle"))
        .refused(404, "not-found");
    stranger.get(path("planned-switch")).refused(404, "not-found");
    cancel(stranger).refused(404, "not-found");
    stranger.get(path("programs")).refused(404, "not-found");
  }

  @Test
  void namesTheProgramsOfThisLifeOfTheDesktop() {
    assertThat(programs("null", 1).body().path("readAt").isNull()).isTrue();
    String named =
        "{\"named\":[{\"name\":\"train.py\",\"processes\":2,\"sinceMillis\":0}],\"others\":3,\"readMillis\":5000}";
    assertThat(programs(named, 9).body().path("readAt").isNull()).isTrue();
    var known = programs(named, 1).body();
    assertThat(known.path("readAt").asString()).isEqualTo("1970-01-01T00:00:05Z");
    assertThat(known.at("/programs/0/name").asString()).isEqualTo("train.py");
    assertThat(known.at("/programs/0/processes").asInt()).isEqualTo(2);
    assertThat(known.path("others").asInt()).isEqualTo(3);
  }

  @Test
  void tellsWhatThisLifeOfTheDesktopUses() {
    stranger.get(path("use")).refused(404, "not-found");
    tell(
        """
        {"desktop":"%s","epoch":1,"cpu":1.5,"memoryBytes":4096,"counts":{"memoryLimitBytes":8192,
          "tasks":12,"io":{"readBytes":1,"writtenBytes":2,"reads":3,"writes":4}}}
        """
            .formatted(desktop));
    var use = member.get(path("use")).expect(200).body();
    assertThat(use.path("cpus").asDouble()).isEqualTo(1.5);
    assertThat(use.path("memoryLimitBytes").asLong()).isEqualTo(8192);
    assertThat(use.path("writtenBytes").asLong()).isEqualTo(2);
    assertThat(use.path("tasksLimit").isNull()).isTrue();
    lab.execute("update node set metrics = null, metrics_at = null where id = 'n1'");
    member.get(path("use")).expect(204);
  }

  private void tell(String told) {
    lab.execute(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'",
        "{\"desktops\":[" + told + "]}");
  }

  private Api.Answer programs(String told, int epoch) {
    lab.execute(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'",
        """
        {"desktops":[{"desktop":"%s","epoch":%d,"cpu":0,"memoryBytes":0,"programs":%s}]}
        """
            .formatted(desktop, epoch, told));
    var answer = member.get(path("programs")).expect(200);
    lab.execute("update node set metrics = null, metrics_at = null where id = 'n1'");
    return answer;
  }

  private Api.Answer cancel(Api caller) {
    return caller.send(caller.request(path("planned-switch")).DELETE());
  }

  private long waiting() {
    return lab.number(
        "select count(*) from planned_switch where desktop = ? and state = 'waiting'", desktop);
  }
}
