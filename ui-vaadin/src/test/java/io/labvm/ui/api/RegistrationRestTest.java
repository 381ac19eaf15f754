package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Api.Answer;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PortalTest
class RegistrationRestTest {
  private static final String PATH = "/api/v1/registrations";
  private static final String DESKTOPS = "/api/v1/desktops";

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    lab.node("n1", "127.0.0.1", 1);
  }

  @Test
  void writesAccountDesktopAddressesSecretOperationAndCommandTogether() {
    Answer answer = api.register("wang").expect(202);
    String desktop = answer.text("desktop");
    assertThat(answer.headers().firstValue("Location"))
        .contains("/api/v1/operations/" + answer.text("operation"));
    Map<String, @Nullable Object> row =
        lab.rows(
                "select d.*, a.status from desktop d join account a on a.id = d.owner where d.id = ?",
                desktop)
            .getFirst();
    assertThat(row)
        .containsEntry("state", "creating")
        .containsEntry("login", "wang")
        .containsEntry("base", "tiny-1")
        .containsEntry("wanted", "running")
        .containsEntry("status", "active");
    assertThat(lab.number("select count(*) from address where desktop = ?", desktop)).isEqualTo(1);
    assertThat(lab.number("select count(*) from desktop_secret where desktop = ?", desktop))
        .isEqualTo(1);
    assertThat(lab.text("select payload::text from outbox where desktop = ?", desktop))
        .contains(answer.text("operation"), "\"register\"", "\"approvalRequired\": false")
        .doesNotContain(Api.PASSWORD);
    assertThat(lab.text("select password_hash from account where login = 'wang'"))
        .startsWith("$argon2id$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a b", "ROOT", "a", "-a", "1a", "a_b", "王", "a\u0000b", "a\n", "Anna"})
  void refusesLoginsOfAnotherForm(String login) {
    JsonNode errors = api.register(login).refused(422, "invalid").body().path("errors");
    assertThat(errors.size()).isEqualTo(1);
    assertThat(errors.path(0).path("field").asString()).isEqualTo("login");
    assertThat(errors.path(0).path("message").asString()).isNotBlank();
    assertNothingMade(login.replace("\u0000", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "admin", "daemon", "sshd", "www-data", "nobody", "labvm"})
  void refusesReservedLogins(String login) {
    Answer answer = api.register(login).refused(422, "invalid");
    assertThat(answer.body().path("errors").path(0).path("code").asString()).isEqualTo("reserved");
  }

  @Test
  void refusesLoginOf300Characters() {
    String login = "a".repeat(300);
    api.register(login).refused(422, "invalid");
    assertNothingMade(login);
  }

  @ParameterizedTest
  @CsvSource({
    "password,short,too-short",
    "password,'',required",
    "password,xxx-zhang-xxx,contains-login",
    "password,XXX-ZHANG-XXX,contains-login",
    "mail,nobody,invalid",
    "mail,a@b@c,invalid",
    "mail,'',required",
    "mail,'a b@c',invalid",
    "phone,call me,invalid",
    "base,windows,unknown",
    "base,full-9,unknown",
    "base,broken,unknown",
    "base,../../etc,unknown",
    "node,n9,unknown",
    "language,fr_FR,unknown"
  })
  void namesTheFieldAtFault(String field, String value, String code) {
    Map<String, Object> member = Api.member("zhang");
    member.put(field, value);
    JsonNode error = api.post(PATH, member).refused(422, "invalid").body().path("errors").path(0);
    assertThat(error.path("field").asString()).isEqualTo(field);
    assertThat(error.path("code").asString()).isEqualTo(code);
    assertNothingMade("zhang");
  }

  @Test
  void bordersOfLengthsAreKept() {
    Map<String, Object> member = Api.member("bordered");
    member.put("password", "x".repeat(129));
    member.put("mail", "m".repeat(250) + "@x.de");
    member.put("displayName", "n".repeat(101));
    assertThat(codes(api.post(PATH, member).expect(422)))
        .containsExactly("displayName too-long", "mail too-long", "password too-long");
    member.put("password", "x".repeat(128));
    member.put("mail", "m".repeat(249) + "@x.de");
    member.put("displayName", "n".repeat(100));
    api.post(PATH, member).expect(202);
  }

  @Test
  void reportsAllProblemsTogether() {
    assertThat(codes(api.post(PATH, Map.of("login", "ROOT", "phone", "?")).expect(422)))
        .containsExactly(
            "login bad-characters", "mail required", "phone invalid", "password required");
  }

  private static List<String> codes(Answer answer) {
    List<String> codes = new ArrayList<>();
    answer
        .body()
        .path("errors")
        .forEach(e -> codes.add(e.path("field").asString() + " " + e.path("code").asString()));
    return codes;
  }

  @Test
  void secondOfTheSameLoginIsAConflict() {
    api.register("twice").expect(202);
    Answer answer = api.register("twice").refused(409, "duplicate-login");
    assertThat(answer.body().path("errors").path(0).path("field").asString()).isEqualTo("login");
    assertThat(lab.number("select count(*) from desktop where login = 'twice'")).isEqualTo(1);
  }

  @Test
  void sameKeyAndBodyGetTheFirstAnswer() {
    String[] key = {"Idempotency-Key", "k-1"};
    Answer first = api.post(PATH, Api.member("keyed"), key).expect(202);
    Answer second = api.post(PATH, Api.member("keyed"), key).expect(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(lab.number("select count(*) from desktop where login = 'keyed'")).isEqualTo(1);
    Map<String, Object> other = Api.member("keyed");
    other.put("password", Api.PASSWORD + "!");
    api.post(PATH, other, key).refused(422, "idempotency-key-reused");
    assertThat(lab.text("select string_agg(body_sha256 || body::text, '') from idempotency"))
        .doesNotContain(Api.PASSWORD);
  }

  @Test
  void afterARefusalTheKeyIsFree() {
    String[] key = {"Idempotency-Key", "k-2"};
    Map<String, Object> member = Api.member("second-try");
    member.put("mail", "nonsense");
    api.post(PATH, member, key).expect(422);
    member.put("mail", "good@example.org");
    api.post(PATH, member, key).expect(202);
  }

  @Test
  void refusesAKeyThatIsNoName() {
    api.post(PATH, Api.member("no-key"), "Idempotency-Key", "x".repeat(129))
        .refused(400, "bad-request");
  }

  @Test
  void sameRegistrationAtOnceMakesOneDesktop() throws Exception {
    Callable<Answer> submit =
        () -> api.post(PATH, Api.member("parallel"), "Idempotency-Key", "k-3");
    List<Answer> answers = atOnce(List.of(submit, submit, submit, submit));
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(answers)
        .extracting(a -> a.text("desktop"))
        .containsOnly(answers.getFirst().text("desktop"));
    assertThat(lab.number("select count(*) from desktop where login = 'parallel'")).isEqualTo(1);
    assertThat(
            lab.number(
                "select count(*) from operation o join desktop d on d.id = o.desktop where d.login = 'parallel'"))
        .isEqualTo(1);
  }

  @Test
  void sameLoginAtOnceWithoutKeyIsTakenOnce() throws Exception {
    Callable<Answer> submit = () -> api.register("rivals");
    List<Answer> answers = atOnce(List.of(submit, submit, submit));
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409, 409);
    assertThat(lab.number("select count(*) from desktop where login = 'rivals'")).isEqualTo(1);
  }

  @Test
  void twentyAtOnceGetAddressesOfTheirOwn() throws Exception {
    List<Callable<Answer>> all =
        IntStream.range(0, 20).<Callable<Answer>>mapToObj(i -> () -> full("member-" + i)).toList();
    assertThat(atOnce(all)).extracting(Answer::status).containsOnly(202);
    for (String kind : new String[] {"vnc", "ssh"}) {
      assertThat(
              lab.number(
                  "select count(distinct a.port) from address a join desktop d on d.id = a.desktop"
                      + " where a.kind = ? and d.login like 'member-%'",
                  kind))
          .isEqualTo(20);
    }
    Set<@Nullable Object> ips = new HashSet<>();
    lab.rows("select host(ip) as ip from desktop").forEach(row -> ips.add(row.get("ip")));
    assertThat(ips)
        .hasSize((int) lab.number("select count(*) from desktop"))
        .doesNotContain("10.213.0.0", "10.213.0.1", "10.213.255.255");
  }

  private Answer full(String login) {
    Map<String, Object> member = Api.member(login);
    member.put("base", "full");
    return api.post(PATH, member);
  }

  @Test
  void bareNameMeansTheNewestBase() {
    String desktop = full("newest").expect(202).text("desktop");
    assertThat(lab.text("select base from desktop where id = ?", desktop)).isEqualTo("full-2");
  }

  @Test
  void memberWithoutADesktopMakesAnother() {
    String first = api.register("again").expect(202).text("desktop");
    Api member = api.signIn("again");
    Map<String, String> wanted = Map.of("base", "tiny");
    member.post(DESKTOPS, wanted).refused(409, "wrong-state").says("You have a desktop");
    lab.execute("update desktop set deleted_at = now() where id = ?", first);
    member.post(DESKTOPS, Map.of("base", "windows")).refused(422, "invalid");
    String[] key = {"Idempotency-Key", "another-1"};
    Answer second = member.post(DESKTOPS, wanted, key).expect(202);
    assertThat(second.text("desktop")).isNotEqualTo(first);
    assertThat(member.post(DESKTOPS, wanted, key).expect(202).text("operation"))
        .isEqualTo(second.text("operation"));
    assertThat(
            lab.number(
                "select count(*) from desktop d join account a on a.id = d.owner"
                    + " where a.login = 'again' and d.deleted_at is null and d.login = 'again'"))
        .isEqualTo(1);
    assertThat(
            lab.text("select payload::text from outbox where desktop = ?", second.text("desktop")))
        .contains(second.text("operation"), "\"register\"", "\"approvalRequired\": false");
    api.post(DESKTOPS, wanted).refused(401, "unauthenticated");
  }

  @Test
  void anotherDesktopAskedForTwiceAtOnceIsMadeOnce() throws Exception {
    String first = api.register("twice-again").expect(202).text("desktop");
    Api member = api.signIn("twice-again");
    lab.execute("update desktop set deleted_at = now() where id = ?", first);
    Callable<Answer> ask = () -> member.post(DESKTOPS, Map.of());
    assertThat(atOnce(List.of(ask, ask, ask)))
        .extracting(Answer::status)
        .containsExactlyInAnyOrder(202, 409, 409);
  }

  @Test
  void portOfADeletedDesktopRestsForThirtyDays() {
    String first = api.register("gone").expect(202).text("desktop");
    long port = portOf(first);
    lab.execute(
        "update address set released_at = now() - interval '29 days' where desktop = ?", first);
    String second = api.register("comes-early").expect(202).text("desktop");
    assertThat(portOf(second)).isNotEqualTo(port);
    lab.execute(
        "update address set released_at = now() - interval '31 days' where desktop = ?", first);
    String third = api.register("comes-late").expect(202).text("desktop");
    assertThat(portOf(third)).isEqualTo(port);
  }

  private long portOf(String desktop) {
    return lab.number("select port from address where kind = 'vnc' and desktop = ?", desktop);
  }

  @Test
  void waitsForApprovalWhenTheSettingSaysSo() {
    Api admin = api.as(PortalHome.ADMIN_TOKEN);
    admin.raw("PUT", "/api/v1/settings", "{\"approvalRequired\":true}").expect(200);
    try {
      String operation = api.register("patient").expect(202).text("operation");
      String refusedOne = api.register("unlucky").expect(202).text("operation");
      Api member = api.signIn("patient");
      assertThat(member.get("/api/v1/desktops").expect(200).body().path(0).path("state").asString())
          .isEqualTo("waiting-for-approval");
      member.post(PATH + "/" + operation + "/approve", null).refused(403, "forbidden");
      assertThat(admin.get(PATH).expect(200).body().findValuesAsString("login"))
          .containsExactly("patient", "unlucky");
      approveAndDeny(admin, operation, refusedOne);
      api.post("/api/v1/tokens", Map.of("login", "unlucky", "password", Api.PASSWORD))
          .refused(403, "account-denied")
          .says("no room");
      api.post("/api/v1/tokens", Map.of("login", "unlucky", "password", "not the password"))
          .refused(401, "bad-credentials");
      assertThat(admin.get(PATH).expect(200).body().size()).isZero();
    } finally {
      admin.raw("PUT", "/api/v1/settings", "{\"approvalRequired\":false}").expect(200);
    }
  }

  private void approveAndDeny(Api admin, String approved, String denied) {
    admin.post(PATH + "/" + approved + "/approve", null).expect(204);
    admin.post(PATH + "/" + approved + "/approve", null).expect(204);
    admin.post(PATH + "/" + approved + "/deny", null).refused(409, "wrong-state");
    admin.post(PATH + "/" + denied + "/deny", Map.of("reason", "no room")).expect(204);
    admin.post(PATH + "/" + denied + "/approve", null).refused(409, "wrong-state");
    admin.post(PATH + "/unknown/approve", null).refused(404, "not-found");
    assertThat(lab.number("select count(*) from outbox where command = 'decide'")).isEqualTo(2);
  }

  private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(calls).stream().map(f -> f.resultNow()).toList();
    }
  }

  private void assertNothingMade(String login) {
    assertThat(lab.number("select count(*) from account where login = ?", login)).isZero();
    assertThat(lab.number("select count(*) from desktop where login = ?", login)).isZero();
  }
}
