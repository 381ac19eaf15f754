package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and neighbours get from the API of a running laboratory. */
@ExtendWith(LabExtension.class)
class RestE2E {
  @ParameterizedTest
  @ValueSource(strings = {"../x", "a b", "ROOT", "root", "", "a", "-a", "王"})
  void badLoginIsRefusedAtItsField(String login, Lab lab) {
    var answer = lab.api().post("/api/v1/registrations", Lab.registration(login, null)).expect(422);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body().path("errors").path(0).path("field").asString()).isEqualTo("login");
    assertThat(answer.body().path("errors").path(0).path("message").asString()).isNotBlank();
  }

  @Test
  void overlongLoginIsRefused(Lab lab) {
    lab.api().post("/api/v1/registrations", Lab.registration("a".repeat(300), null)).expect(422);
  }

  @Test
  void brokenOversizedAndForeignBodiesAreProblems(Lab lab) {
    lab.api().sendRaw("POST", "/api/v1/registrations", "{").expect(400);
    String big = "{\"login\":\"" + "a".repeat(70_000) + "\"}";
    lab.api().sendRaw("POST", "/api/v1/registrations", big).expect(413);
    lab.api()
        .sendRaw("POST", "/api/v1/registrations", "x", "Content-Type", "text/plain")
        .expect(415);
    lab.api().get("/api/v1/desktops").expect(401);
    lab.api().as("not-a-token").get("/api/v1/desktops").expect(401);
    lab.admin().get("/api/v1/nothing-here").expect(404);
  }

  @Test
  void sameKeyTwiceAtOnceMakesOneDesktop(Lab lab) throws Exception {
    String login = Lab.newLogin();
    Callable<Api.Answer> submit =
        () ->
            lab.api()
                .post(
                    "/api/v1/registrations",
                    Lab.registration(login, null),
                    "Idempotency-Key",
                    "key-" + login);
    List<Api.Answer> answers;
    try (var both = Executors.newFixedThreadPool(2)) {
      answers = both.invokeAll(List.of(submit, submit)).stream().map(f -> f.resultNow()).toList();
    }
    assertThat(answers.get(0).expect(202).text("desktop"))
        .isEqualTo(answers.get(1).expect(202).text("desktop"));
    lab.api().post("/api/v1/registrations", Lab.registration(login, null)).expect(409);
    Api api = lab.api().signIn(login, Lab.PASSWORD);
    assertThat(api.get("/api/v1/desktops").expect(200).body().findValuesAsString("id"))
        .containsExactly(answers.get(0).text("desktop"));
    var member =
        new Member(
            lab, login, answers.get(0).text("desktop"), answers.get(0).text("operation"), api);
    member.awaitOperation(member.registration(), "succeeded");
    member.does("delete");
  }

  @Test
  void neighboursSeeNothingOfEachOther(Lab lab) throws Exception {
    Member wang = lab.register(null);
    Member li = lab.register(null);
    for (String path : List.of("", "/secret")) {
      li.api().get("/api/v1/desktops/" + wang.desktop() + path).expect(404);
    }
    for (String command : List.of("start", "stop", "delete", "rotate-secret")) {
      li.api().post("/api/v1/desktops/" + wang.desktop() + "/" + command, null).expect(404);
    }
    li.api().get("/api/v1/operations/" + wang.registration()).expect(404);
    assertThat(li.api().get("/api/v1/desktops").expect(200).body().toString())
        .doesNotContain(wang.desktop());
    li.api().post("/api/v1/registrations/" + wang.registration() + "/approve", null).expect(403);
    lab.admin().get("/api/v1/desktops/unknown").expect(404);
    String[] address = wang.show().path("addresses").path("vnc").asString().split(":");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                RfbClient.connect(
                    address[0],
                    Integer.parseInt(address[1]),
                    li.secret(),
                    java.time.Duration.ofSeconds(10)))
        .isInstanceOf(RfbClient.Refused.class);
    wang.does("delete");
    li.does("delete");
  }

  @Test
  void wrongPasswordAndUnknownMemberGetTheSameAnswer(Lab lab) {
    var unknown =
        lab.api().post("/api/v1/tokens", Map.of("login", "nobody-here", "password", Lab.PASSWORD));
    assertThat(unknown.status()).isEqualTo(401);
    var wrong = lab.api().post("/api/v1/tokens", Map.of("login", "admin", "password", "wrong-one"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body().path("detail")).isEqualTo(unknown.body().path("detail"));
  }

  @Test
  void commandThatDoesNotFitTheStateIsRefused(Lab lab) {
    Member member = lab.register(null);
    member.api().post("/api/v1/desktops/" + member.desktop() + "/start", null).expect(409);
    member.does("delete");
  }
}
