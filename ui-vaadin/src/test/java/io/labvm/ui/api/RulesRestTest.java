package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Api.Answer;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@PortalTest
class RulesRestTest {
  private static final String REGISTRATIONS = "/api/v1/registrations";
  private static final String TOKENS = "/api/v1/tokens";

  @Autowired private Lab lab;
  @Autowired private MovableClock clock;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mappings;

  @LocalServerPort private int port;
  private Api api;
  private Api admin;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    admin = api.as(PortalHome.ADMIN_TOKEN);
    lab.node("n1", "127.0.0.1", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "[]", "nonsense", "{\"login\":{}}", "{\"login\":5}", "null"})
  void brokenJsonIsABadRequest(String body) {
    api.raw("POST", REGISTRATIONS, body).refused(400, "bad-json");
  }

  @Test
  void answersOfBrokenJsonDoNotQuoteIt() {
    Answer answer = api.raw("POST", TOKENS, "{\"password\":\"s3cret-in-body\",}").expect(400);
    assertThat(answer.body().toString()).doesNotContain("s3cret-in-body");
  }

  @Test
  void bodiesOver64KiBAreTooLarge() {
    String body = "{\"login\":\"" + "a".repeat(70_000) + "\"}";
    api.raw("POST", REGISTRATIONS, body).refused(413, "too-large");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    api.send(
            api.request(REGISTRATIONS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))))
        .refused(413, "too-large");
  }

  @Test
  void otherMediaTypesAreRefused() {
    api.raw("POST", REGISTRATIONS, "x", "Content-Type", "text/plain")
        .refused(415, "unsupported-media-type");
    admin.raw("GET", "/api/v1/desktops", "", "Accept", "text/csv").refused(406, "not-acceptable");
  }

  @Test
  void otherMethodsAreRefused() {
    Answer answer = admin.raw("PUT", "/api/v1/desktops", "{}").refused(405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/nothing-here", "/api/v2/desktops", "/api", "/internal/v1/x/y"})
  void unknownPathsAreNotFound(String path) {
    Api caller = path.startsWith("/internal") ? api.as(PortalHome.INTERNAL_TOKEN) : admin;
    caller.get(path).refused(404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/desktops/..%2Fx",
        "/api/v1/desktops/a;b",
        "/api/v1/desktops/%00",
        "/api/v1/desktops//x",
        "/api/v1/desktops/%E0%80"
      })
  void oddPathsGetAProblemToo(String path) {
    Answer answer = admin.get(path);
    assertThat(answer.status()).isBetween(400, 404);
    answer.expect(answer.status());
  }

  @Test
  void manyLooksAtTheNodesGiveTheirConnectionsBack() {
    for (int look = 0; look < 30; look++) {
      var ignored = admin.get("/api/v1/nodes").expect(200);
    }
  }

  @Test
  void withoutTokenNothingIsTold() {
    for (String path :
        new String[] {
          "/api/v1/desktops", "/api/v1/nodes", "/api/v1/health", "/api/v1/desktops/x"
        }) {
      Answer answer = api.get(path).refused(401, "unauthenticated");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      api.as("not-a-token").get(path).refused(401, "unauthenticated");
      api.as("x".repeat(2000)).get(path).refused(401, "unauthenticated");
    }
  }

  @Test
  void foreignThingsAreUnknown() {
    Answer wang = api.register("wang").expect(202);
    api.register("li").expect(202);
    Api li = api.signIn("li");
    String desktop = "/api/v1/desktops/" + wang.text("desktop");
    lab.run(wang.text("desktop"), "n1", 1);
    for (String path : new String[] {"", "/secret", "/operations"}) {
      li.get(desktop + path).refused(404, "not-found");
    }
    for (String command :
        new String[] {"start", "stop", "delete", "rotate-secret", "restart-session"}) {
      li.post(desktop + "/" + command, null).refused(404, "not-found");
    }
    li.get("/api/v1/operations/" + wang.text("operation")).refused(404, "not-found");
    li.post("/api/v1/operations/" + wang.text("operation") + "/abort", null).expect(404);
    assertThat(li.get("/api/v1/desktops").expect(200).body().size()).isEqualTo(1);
    assertThat(li.get("/api/v1/operations").expect(200).body().size()).isEqualTo(1);
    admin.get(desktop).expect(200);
    admin.get(desktop + "/secret").refused(404, "not-found");
    assertThat(lab.number("select count(*) from outbox where desktop = ?", wang.text("desktop")))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "..", "x y", "%2e%2e", "a'b", "𝒳"})
  void unknownIdsAreNotFound(String id) {
    String path = "/api/v1/desktops/" + java.net.URLEncoder.encode(id, StandardCharsets.UTF_8);
    Answer answer = admin.get(path.replace("+", "%20"));
    assertThat(answer.status()).isIn(400, 404);
    answer.expect(answer.status());
  }

  @Test
  void adminThingsAreForbiddenToMembers() {
    api.register("plain").expect(202);
    Api member = api.signIn("plain");
    member.get("/api/v1/settings").refused(403, "forbidden");
    member.raw("PUT", "/api/v1/settings", "{\"approvalRequired\":true}").refused(403, "forbidden");
    member.get("/api/v1/health").refused(403, "forbidden");
    member.get(REGISTRATIONS).refused(403, "forbidden");
    member.post("/api/v1/node-tokens", Map.of("node", "n7")).refused(403, "forbidden");
    member.post("/api/v1/nodes/n1/cordon", null).refused(403, "forbidden");
  }

  @Test
  void tokensEndByTimeAndByRevocation() {
    api.register("tokens").expect(202);
    Api first = api.signIn("tokens");
    Api second = api.signIn("tokens");
    first.raw("DELETE", TOKENS + "/current", "").expect(204);
    first.get("/api/v1/account").refused(401, "unauthenticated");
    assertThat(
            lab.number(
                "select count(*) from audit where action = 'token-revoked'"
                    + " and account = (select id from account where login = 'tokens')"))
        .isEqualTo(1);
    second.get("/api/v1/account").expect(200);
    clock.advance(Duration.ofHours(11).plusMinutes(59));
    second.get("/api/v1/account").expect(200);
    clock.advance(Duration.ofMinutes(2));
    second.get("/api/v1/account").refused(401, "unauthenticated");
  }

  @Test
  void tokenAnswersAreNotCachedAndSayTheirEnd() {
    api.register("cached").expect(202);
    Answer answer =
        api.post(TOKENS, Map.of("login", "cached", "password", Api.PASSWORD)).expect(201);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    Instant end = Instant.parse(answer.text("expiresAt"));
    assertThat(Duration.between(clock.instant(), end))
        .isBetween(Duration.ofHours(11), Duration.ofHours(12));
    assertThat(lab.number("select count(*) from api_token where sha256 = ?", answer.text("token")))
        .isZero();
  }

  @Test
  void wrongPasswordAndUnknownLoginLookTheSame() {
    Answer unknown = api.post(TOKENS, Map.of("login", "ghost", "password", Api.PASSWORD));
    Answer wrong = api.post(TOKENS, Map.of("login", "admin", "password", "wrong password"));
    assertThat(unknown.refused(401, "bad-credentials").body()).isEqualTo(wrong.body());
    api.post(TOKENS, Map.of()).refused(422, "invalid");
    api.post(TOKENS, Map.of("login", "a\u0000", "password", "x")).expect(401);
  }

  @Test
  void tenWrongPasswordsLockForFiveMinutes() {
    api.register("guessed").expect(202);
    Map<String, String> wrong = Map.of("login", "guessed", "password", "wrong password");
    Map<String, String> right = Map.of("login", "guessed", "password", Api.PASSWORD);
    for (int i = 0; i < 10; i++) {
      api.post(TOKENS, wrong).refused(401, "bad-credentials");
    }
    Answer locked = api.post(TOKENS, right).refused(429, "locked-out");
    long wait = Long.parseLong(locked.headers().firstValue("Retry-After").orElseThrow());
    assertThat(wait).isBetween(1L, 300L);
    api.post(TOKENS, Map.of("login", "ghost", "password", "x")).expect(401);
    clock.advance(Duration.ofSeconds(wait));
    api.post(TOKENS, wrong).expect(401);
    api.post(TOKENS, right).expect(201);
    assertThat(lab.number("select count(*) from sign_in_failure where login = 'guessed'")).isZero();
  }

  @Test
  void commandsFollowTheState() {
    String desktop = api.register("states").expect(202).text("desktop");
    Api member = api.signIn("states");
    String path = "/api/v1/desktops/" + desktop;
    member.post(path + "/start", null).refused(409, "wrong-state");
    member.post(path + "/stop", null).refused(409, "wrong-state");
    lab.run(desktop, "n1", 1);
    member.post(path + "/start", null).refused(409, "wrong-state");
    Answer stop = member.post(path + "/stop", null).expect(202);
    Answer again = member.post(path + "/stop", null).expect(202);
    assertThat(again.text("operation")).isEqualTo(stop.text("operation"));
    member.post(path + "/restart-session", null).refused(409, "wrong-state");
    assertThat(lab.text("select wanted from desktop where id = ?", desktop)).isEqualTo("stopped");
    lab.settle(desktop, "stopped");
    member.post(path + "/start", null).expect(202);
    assertThat(lab.text("select wanted from desktop where id = ?", desktop)).isEqualTo("running");
    assertThat(
            lab.rows("select command from outbox where desktop = ? order by id", desktop).stream()
                .map(row -> row.get("command")))
        .containsExactly("register", "stop", "start");
  }

  @Test
  void whatTheStoreDoesNotHaveYetIsToldAsItsNodeToldIt() {
    String desktop = api.register("behind").expect(202).text("desktop");
    Api member = api.signIn("behind");
    String path = "/api/v1/desktops/" + desktop;
    lab.node("n7", "127.0.0.1", 7443);
    lab.run(desktop, "n7", 1);
    assertThat(member.get(path).expect(200).body().path("recoveryPoint").isNull()).isTrue();
    String told =
        "{\"sync\":[{\"desktop\":\"%s\",\"epoch\":1,\"oldestUnshippedMillis\":%s,"
            + "\"files\":3,\"bytes\":4096,\"source\":\"fanotify\"}]}";
    lab.execute(
        "update node set metrics = cast(? as jsonb) where id = 'n7'",
        told.formatted(desktop, "1700000000000"));
    var point = member.get(path).expect(200).body().path("recoveryPoint");
    assertThat(point.path("oldestUnshipped").asString()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(point.path("files").asLong()).isEqualTo(3);
    assertThat(point.path("bytes").asLong()).isEqualTo(4096);
    lab.execute(
        "update node set metrics = cast(? as jsonb) where id = 'n7'",
        told.formatted(desktop, "null"));
    assertThat(member.get(path).expect(200).body().path("recoveryPoint").isNull()).isTrue();
    lab.execute("delete from node where id = 'n7'");
  }

  @Test
  void whenADesktopOfALostNodeStartsElsewhereIsToldAsAnAdminHasSetIt() {
    String desktop = api.register("lost").expect(202).text("desktop");
    Api member = api.signIn("lost");
    String path = "/api/v1/desktops/" + desktop;
    lab.node("n7", "127.0.0.1", 7443);
    lab.execute("update node set beacon_at = '2026-11-26T14:00:00Z' where id = 'n7'");
    lab.run(desktop, "n7", 1);
    setElsewhere("5");
    assertThat(startsElsewhereAt(member, path).isNull()).isTrue();
    lab.settle(desktop, "node-lost");
    assertThat(startsElsewhereAt(member, path).asString()).isEqualTo("2026-11-26T14:05:00Z");
    setElsewhere("0");
    assertThat(startsElsewhereAt(member, path).isNull()).isTrue();
    setElsewhere("5");
    lab.execute("update desktop set wanted = 'stopped' where id = ?", desktop);
    assertThat(startsElsewhereAt(member, path).isNull()).isTrue();
    lab.execute("delete from setting where key = 'start-elsewhere-minutes'");
    assertThat(startsElsewhereAt(member, path).isNull()).isTrue();
    lab.execute("delete from node where id = 'n7'");
  }

  private static JsonNode startsElsewhereAt(Api member, String path) {
    return member.get(path).expect(200).body().path("startsElsewhereAt");
  }

  private void setElsewhere(String minutes) {
    lab.execute(
        "insert into setting (key, value) values ('start-elsewhere-minutes', ?)"
            + " on conflict (key) do update set value = excluded.value",
        minutes);
  }

  @Test
  void versionsAreListedNewestFirstAndAForeignDesktopsAreUnknown() {
    String desktop = api.register("versions").expect(202).text("desktop");
    Api member = api.signIn("versions");
    String path = "/api/v1/desktops/" + desktop;
    lab.run(desktop, "n1", 1);
    assertThat(member.get(path + "/versions").expect(200).body()).isEmpty();
    for (int number : new int[] {1, 2}) {
      lab.version(desktop, number);
    }
    var listed = member.get(path + "/versions").expect(200).body();
    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).path("version").asLong()).isEqualTo(2);
    assertThat(listed.get(0).path("verified").asBoolean()).isTrue();
    assertThat(listed.get(0).path("consistency").asString()).isEqualTo("frozen");
    assertThat(member.get(path + "/backup-policy").expect(200).body().path("everyMinutes").isNull())
        .isTrue();
    member.raw("PUT", path + "/backup-policy", "{\"everyMinutes\":-1}").refused(422, "invalid");
    member.raw("PUT", path + "/backup-policy", "{\"everyMinutes\":15}").expect(200);
    assertThat(lab.number("select backup_minutes from desktop where id = ?", desktop))
        .isEqualTo(15);
    api.register("stranger").expect(202);
    api.signIn("stranger").get(path + "/versions").refused(404, "not-found");
    member.post(path + "/backup", null).expect(202);
    assertThat(
            lab.text(
                "select command from outbox where desktop = ? order by id desc limit 1", desktop))
        .isEqualTo("backup");
  }

  @Test
  void commandsAreDoneOncePerKey() {
    String desktop = api.register("clicks").expect(202).text("desktop");
    Api member = api.signIn("clicks");
    lab.run(desktop, "n1", 1);
    String path = "/api/v1/desktops/" + desktop;
    String[] key = {"Idempotency-Key", "click-1"};
    Answer first = member.post(path + "/rotate-secret", null, key).expect(202);
    lab.settle(desktop, "running");
    Answer second = member.post(path + "/rotate-secret", null, key).expect(202);
    assertThat(second.body()).isEqualTo(first.body());
    member.post(path + "/stop", null, key).refused(422, "idempotency-key-reused");
    assertThat(member.post(path + "/rotate-secret", null).expect(202).text("operation"))
        .isNotEqualTo(first.text("operation"));
  }

  @Test
  void rotationMakesANewSecretOfEightCharacters() {
    String desktop = api.register("rotator").expect(202).text("desktop");
    Api member = api.signIn("rotator");
    lab.run(desktop, "n1", 1);
    String path = "/api/v1/desktops/" + desktop;
    Answer before = member.get(path + "/secret").expect(200);
    assertThat(before.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(before.text("vncSecret")).matches("[a-zA-Z2-9]{8}");
    member.post(path + "/rotate-secret", null).expect(202);
    assertThat(member.get(path + "/secret").text("vncSecret"))
        .isNotEqualTo(before.text("vncSecret"));
    assertThat(
            lab.text(
                "select encode(sealed, 'escape') from desktop_secret where desktop = ?", desktop))
        .doesNotContain(before.text("vncSecret"));
  }

  @Test
  void desktopOnTheWireHasStatesTimesAndAddresses() {
    Map<String, Object> registration = Api.member("wired");
    registration.put("base", "full");
    String desktop = api.post(REGISTRATIONS, registration).expect(202).text("desktop");
    JsonNode body = api.signIn("wired").get("/api/v1/desktops/" + desktop).expect(200).body();
    assertThat(body.path("state").asString()).isEqualTo("creating");
    assertThat(body.path("node").isNull()).isTrue();
    assertThat(body.path("badges").isArray()).isTrue();
    assertThat(body.path("addresses").path("vnc").asString()).matches("127\\.0\\.0\\.1:9\\d{3}");
    assertThat(body.path("addresses").path("ssh").asString()).matches("127\\.0\\.0\\.1:10\\d{3}");
    assertThat(body.path("addresses").path("browser").asString())
        .isEqualTo("http://127.0.0.1:8123/desktops/" + desktop + "/screen");
    assertThat(body.path("createdAt").asString()).matches("\\d{4}-.*Z");
    assertThat(body.path("limits").path("milliCpus").asInt()).isEqualTo(2000);
  }

  @Test
  void sshIsNullWhereTheBaseHasNone() {
    String desktop = api.register("no-ssh").expect(202).text("desktop");
    JsonNode body = api.signIn("no-ssh").get("/api/v1/desktops/" + desktop).body();
    assertThat(body.path("addresses").path("ssh").isNull()).isTrue();
  }

  @Test
  void operationTellsStepsAndErrorsInTheReadersLanguage() {
    Answer registered = api.register("stepped").expect(202);
    String operation = registered.text("operation");
    lab.execute(
        """
        update operation set state = 'rolled-back', started_at = now(), ended_at = now(),
          steps = cast(? as jsonb), error = cast(? as jsonb) where id = ?""",
        """
        [{"name":"place","state":"succeeded","attempts":1,"startedAtMillis":1000,
          "endedAtMillis":3500,"activityType":null,"error":null},
         {"name":"vnc","state":"undone","attempts":3,"startedAtMillis":4000,"endedAtMillis":null,
          "activityType":null,"error":null,"later":true}]""",
        """
        {"code":"no-vnc-answer","step":"vnc","detail":"no RFB banner within 60 s"}""",
        operation);
    lab.execute("update desktop set deleted_at = now() where id = ?", registered.text("desktop"));
    Api member = api.signIn("stepped");
    JsonNode body = member.get("/api/v1/operations/" + operation).expect(200).body();
    assertThat(body.path("kind").asString()).isEqualTo("register");
    assertThat(body.path("state").asString()).isEqualTo("rolled-back");
    JsonNode step = body.path("steps").path(0);
    assertThat(step.path("seconds").asDouble()).isEqualTo(2.5);
    assertThat(step.path("startedAt").asString()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(step.path("progress").isNull()).isTrue();
    for (String part : new String[] {"code", "step", "what", "why", "standing", "todo"}) {
      assertThat(body.path("error").path(part).asString()).as(part).isNotBlank();
    }
    assertThat(body.path("error").path("why").asString()).contains("no RFB banner");
    String chinese =
        member
            .raw("GET", "/api/v1/operations/" + operation, "", "Accept-Language", "zh-CN")
            .body()
            .path("error")
            .path("what")
            .asString();
    assertThat(chinese).contains("创建桌面");
    member.get("/api/v1/desktops/" + registered.text("desktop")).refused(404, "not-found");
  }

  @Test
  void operationCanBeAbortedOnce() {
    Answer registered = api.register("hasty").expect(202);
    Api member = api.signIn("hasty");
    String path = "/api/v1/operations/" + registered.text("operation");
    member.post(path + "/abort", null).expect(202);
    member.post(path + "/abort", null).expect(202);
    assertThat(lab.number("select count(*) from outbox where command = 'abort'")).isEqualTo(1);
    lab.settle(registered.text("desktop"), "running");
    member.post(path + "/abort", null).refused(409, "wrong-state");
  }

  @Test
  void adminsSeeTheTemporalPageOnlyIfThereIsOne() {
    Answer registered = api.register("plainly").expect(202);
    JsonNode body = admin.get("/api/v1/operations/" + registered.text("operation")).body();
    assertThat(body.path("temporalUrl").isNull()).isTrue();
  }

  @Test
  void nodesAndBasesAreListed() {
    lab.execute(
        """
        update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'""",
        """
        {"cpus":2.0,"cpuLoad":0.25,"memoryTotalBytes":8,"memoryUsedBytes":4,"diskTotalBytes":10,
         "diskFreeBytes":5,"networkReceivedBytes":1,"networkSentBytes":2,"engineVersion":"20.10",
         "kernel":"6.1","desktops":[],"gpus":[]}""");
    JsonNode node = admin.get("/api/v1/nodes").expect(200).body().path(0);
    assertThat(node.path("id").asString()).isEqualTo("n1");
    assertThat(node.path("figures").path("cpuLoad").asDouble()).isEqualTo(0.25);
    assertThat(admin.get("/api/v1/bases").expect(200).body().findValuesAsString("id"))
        .containsExactly("full-2", "full-1", "tiny-1");
  }

  @Test
  void whoComputesOnAGpuIsNamed() {
    String desktop = api.register("computing").expect(202).text("desktop");
    lab.execute(
        "update node set metrics_at = now(), metrics = cast(? as jsonb) where id = 'n1'",
        """
        {"cpus":2.0,"cpuLoad":0.25,"memoryTotalBytes":8,"memoryUsedBytes":4,"diskTotalBytes":10,
         "diskFreeBytes":5,"networkReceivedBytes":1,"networkSentBytes":2,"engineVersion":"20.10",
         "kernel":"6.1","desktops":[],"gpus":[{"uuid":"GPU-1","name":"A","memoryUsedBytes":1,
         "memoryTotalBytes":2,"processes":[{"pid":7,"name":"python3","desktop":"%s"},
         {"pid":8,"name":"other"}]}]}"""
            .formatted(desktop));
    JsonNode processes =
        admin.get("/api/v1/nodes").expect(200).body().path(0).at("/figures/gpus/0/processes");
    assertThat(processes.path(0).path("login").asString()).isEqualTo("computing");
    assertThat(processes.path(1).path("login").isNull()).isTrue();
  }

  @Test
  void cordonedNodeIsNoChoice() {
    admin.post("/api/v1/nodes/n1/cordon", null).expect(204);
    Map<String, Object> registration = Api.member("choosy");
    registration.put("node", "n1");
    api.post(REGISTRATIONS, registration).refused(422, "invalid");
    admin.post("/api/v1/nodes/n1/uncordon", null).expect(204);
    api.post(REGISTRATIONS, registration).expect(202);
    admin.post("/api/v1/nodes/n9/cordon", null).refused(404, "not-found");
  }

  @Test
  void nodeTokensAreMadeForGoodNames() {
    Answer answer = admin.post("/api/v1/node-tokens", Map.of("node", "n2")).expect(201);
    assertThat(answer.text("token")).matches("[A-Za-z0-9_-]{43}\\.[0-9a-f]{64}");
    assertThat(lab.number("select count(*) from node_join_token where node = 'n2'")).isEqualTo(1);
    admin.post("/api/v1/node-tokens", Map.of("node", "../n")).refused(422, "invalid");
    admin.post("/api/v1/node-tokens", Map.of()).refused(422, "invalid");
  }

  @Test
  void sshKeysAreChecked() {
    api.register("keys").expect(202);
    Api member = api.signIn("keys");
    String good =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@x";
    assertThat(keys(member, good).expect(200).text("sshKeys")).isEqualTo(good + "\n");
    for (String bad :
        new String[] {
          "command=\\\"sh\\\" " + good,
          "ssh-ed25519 AAAA",
          "ssh-rsa " + good.split(" ")[1],
          "ssh-dss AAAAB3NzaC1kc3MAAACBAOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
          "nonsense"
        }) {
      assertThat(
              keys(member, bad)
                  .refused(422, "invalid")
                  .body()
                  .path("errors")
                  .path(0)
                  .path("field")
                  .asString())
          .isEqualTo("sshKeys");
    }
    assertThat(keys(member, "").expect(200).text("sshKeys")).isEmpty();
  }

  private static Answer keys(Api member, String keys) {
    return member.raw("PUT", "/api/v1/account/ssh-keys", "{\"sshKeys\":\"" + keys + "\"}");
  }

  @Test
  void healthNamesWhatIsMissing() {
    JsonNode health = admin.get("/api/v1/health").expect(200).body();
    assertThat(health.path("healthy").asBoolean()).isFalse();
    List<String> good = new ArrayList<>();
    health
        .path("checks")
        .forEach(
            check -> {
              if (check.path("ok").asBoolean()) {
                good.add(check.path("name").asString());
              }
            });
    assertThat(good).contains("database").doesNotContain("temporal", "queues", "gateway");
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/health/liveness,200",
    "/actuator/health/readiness,503",
    "/actuator/env,401"
  })
  void actuatorTellsOnlyHealth(String path, int status) {
    assertThat(api.get(path).status()).isEqualTo(status);
  }

  @Test
  void answersCarryTheHeadersOfData() {
    Answer answer = api.get("/api/v1/desktops");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  /** The connector refuses this before any filter is asked. */
  @Test
  void requestThatIsNoHttpPathIsRefused() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/desk|tops HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Tomcat", "Exception");
    }
  }

  /** The description is generated; this holds it to what the controllers really map. */
  @Test
  void descriptionNamesEveryPathAndMethod() {
    JsonNode paths = api.get("/api/v1/openapi.json").expect(200).body().path("paths");
    TreeSet<String> described = new TreeSet<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(method -> described.add(method + " " + path.getKey())));
    TreeSet<String> mapped = new TreeSet<>();
    mappings
        .getHandlerMethods()
        .keySet()
        .forEach(
            info -> {
              for (String path : info.getPatternValues()) {
                for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                  mapped.add(method.name().toLowerCase(java.util.Locale.ROOT) + " " + path);
                }
              }
            });
    mapped.removeIf(m -> !m.contains(" /api/v1/") || m.contains("openapi"));
    assertThat(described).isEqualTo(mapped).hasSizeGreaterThan(20);
  }
}
