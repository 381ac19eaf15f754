package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Left-behind changes over REST, as nodes tell of them; no node answers here. */
@PortalTest
@Timeout(60)
class LeftBehindRestTest {
  private static final String ID = "u1.1767225600000";
  private static final Instant SINCE = Instant.ofEpochMilli(1_767_225_600_000L);

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api = new Api(0, null);
  private Api member = new Api(0, null);
  private String desktop = "";
  private static int members;

  @BeforeEach
  void leaveSomethingBehind() {
    api = new Api(port, null);
    String login = "left-" + members++;
    desktop = api.register(login).expect(202).text("desktop");
    member = api.signIn(login);
    lab.node("gone-1", "127.0.0.1", 1);
    lab.node("here-1", "127.0.0.1", 2);
    lab.run(desktop, "here-1", 2);
    tell("gone-1", desktop);
  }

  private void tell(String node, String of) {
    lab.execute(
        "update node set metrics_at = now(), metrics = ?::jsonb where id = ?",
        """
        {"readingPort": 1, "leftBehind": [
          {"desktop": "%s", "id": "%s", "sinceMillis": %d, "keptUntilMillis": %d,
           "names": 7, "bytes": 4096, "complete": true},
          {"desktop": "another", "id": "%2$s", "sinceMillis": 1, "keptUntilMillis": 2,
           "names": 1, "bytes": 1, "complete": true}]}"""
            .formatted(
                of, ID, SINCE.toEpochMilli(), SINCE.plus(Duration.ofDays(30)).toEpochMilli()),
        node);
  }

  private String left() {
    return "/api/v1/desktops/" + desktop + "/left-behind";
  }

  @Test
  void theOwnerAndAdminsSeeWhatWasLeftBehindAndWhere() {
    for (Api who : List.of(member, api.as(PortalHome.ADMIN_TOKEN))) {
      var list = who.get(left()).expect(200).body();
      assertThat(list.size()).isEqualTo(1);
      assertThat(list.get(0).path("id").asString()).isEqualTo(ID);
      assertThat(list.get(0).path("node").asString()).isEqualTo("gone-1");
      assertThat(list.get(0).path("names").asLong()).isEqualTo(7);
      assertThat(list.get(0).path("since").asString()).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(list.get(0).path("keptUntil").asString()).isEqualTo("2026-01-31T00:00:00Z");
    }
  }

  @Test
  void nobodyElseHearsOfIt() {
    String login = "left-stranger-" + members++;
    api.register(login).expect(202);
    Api stranger = api.signIn(login);
    for (String rest :
        List.of("", "/" + ID + "/tree", "/" + ID + "/file?path=a", "/" + ID + "/archive")) {
      stranger.get(left() + rest).refused(404, "not-found");
      api.get(left() + rest).refused(401, "unauthenticated");
    }
    stranger.raw("DELETE", left() + "/" + ID, "").refused(404, "not-found");
    assertThat(api.get("/files/desktops/" + desktop + "/left-behind/" + ID + "/archive").status())
        .isEqualTo(401);
  }

  @Test
  void aNodeThatDoesNotAnswerIsSaidSo() {
    member.get(left() + "/" + ID + "/tree").refused(503, "unavailable");
    member.get(left() + "/" + ID + "/file?path=a").refused(503, "unavailable");
    member.raw("DELETE", left() + "/" + ID, "").refused(503, "unavailable");
    assertThat(member.get(left()).expect(200).body().size()).isEqualTo(1);
  }

  @Test
  void whatNoNodeToldOfIsUnknown() {
    for (String id : List.of("u2.1", "..", "u1.1767225600000%2F..%2Fx")) {
      assertThat(member.get(left() + "/" + id + "/tree").status()).isIn(400, 404);
    }
    member.raw("DELETE", left() + "/u2.1", "").refused(404, "not-found");
    member.get(left() + "/" + ID + "/tree?after=%26x").refused(400, "bad-request");
    lab.execute("update node set left_at = now() where id = 'gone-1'");
    assertThat(member.get(left()).expect(200).body().size()).isZero();
    lab.execute("update node set left_at = null where id = 'gone-1'");
  }

  @Test
  void filesComeBackOnlyIntoADesktopThatRunsWhereTheyLie() {
    String copy = left() + "/" + ID + "/copy-back";
    Map<String, String> wanted = Map.of("path", "/home/notes", "mode", "replace");
    member.post(copy, wanted).refused(409, "wrong-state").says("gone-1");
    lab.run(desktop, "gone-1", 3);
    member.post(copy, Map.of("path", "home/notes", "mode", "beside")).refused(422, "invalid");
    member.post(copy, Map.of("path", "/home/notes")).refused(422, "invalid");
    member.post(left() + "/u2.1/copy-back", wanted).refused(404, "not-found");
    var accepted = member.post(copy, wanted, "Idempotency-Key", "k1").expect(202);
    assertThat(member.post(copy, wanted, "Idempotency-Key", "k1").expect(202).text("operation"))
        .isEqualTo(accepted.text("operation"));
    assertThat(
            lab.text(
                "select payload -> 'from' ->> 'left' from outbox where operation = ?",
                accepted.text("operation")))
        .isEqualTo(ID);
    member.post(copy, wanted).refused(409, "wrong-state");
  }
}
