package io.labvm.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Api.Answer;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PortalTest
@ExtendWith(OutputCaptureExtension.class)
class PageSecurityTest {
  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;
  private Api gateway;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    gateway = api.as(PortalHome.INTERNAL_TOKEN);
    lab.node("n1", "10.1.2.3", 7443);
  }

  @Test
  void strangersAreSentToTheSignInPage() {
    Answer answer = api.get("/operations");
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/signin");
    assertThat(answer.headers().firstValue("Set-Cookie").orElse("HttpOnly SameSite=Lax"))
        .contains("HttpOnly", "SameSite=Lax");
  }

  @Test
  void pagesCarryTheHeadersOfPages() {
    Answer answer = api.get("/operations");
    headersOfPages(answer);
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
  }

  /** Regression: a page itself, unlike a redirection, is made behind a forward and had none. */
  @Test
  void theSignInPageCarriesThemToo() {
    Answer answer = api.get("/signin");
    assertThat(answer.status()).isEqualTo(200);
    headersOfPages(answer);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
  }

  private static void headersOfPages(Answer answer) {
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'", "object-src 'none'", "default-src 'self'");
  }

  @Test
  void anUnknownAddressIsAPageThatSaysSo() {
    for (String path :
        List.of("/nowhere", "/operations/a/b/c", "/labvm/nothing.js", "/index.php")) {
      Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      headersOfPages(answer);
    }
    api.get("/api/v1/nowhere").refused(401, "unauthenticated");
    api.as(PortalHome.ADMIN_TOKEN).get("/api/v1/nowhere").refused(404, "not-found");
  }

  @Test
  void whatExistsIsNotTakenForUnknown() {
    for (String path : List.of("/signin", "/register", "/styles.css", "/favicon.svg")) {
      assertThat(api.get(path).status()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/", "/account", "/operations/o1", "/admin/desktops/")) {
      assertThat(api.get(path).status()).as(path).isEqualTo(302);
    }
  }

  @Test
  void tokensOfTheApiOpenNoPage() {
    assertThat(api.as(PortalHome.ADMIN_TOKEN).get("/operations").status()).isEqualTo(302);
  }

  @Test
  void internalApiNeedsItsOwnToken() {
    api.get("/internal/v1/routes").refused(401, "unauthenticated");
    api.as(PortalHome.ADMIN_TOKEN).get("/internal/v1/routes").refused(401, "unauthenticated");
    gateway.get("/api/v1/desktops").refused(401, "unauthenticated");
    gateway.get("/internal/v1/routes").expect(200);
  }

  @Test
  void routesAreWaitedFor() throws Exception {
    String desktop = api.register("routed").expect(202).text("desktop");
    JsonNode before = gateway.get("/internal/v1/routes").expect(200).body();
    long version = before.path("version").asLong();
    assertThat(gateway.get("/internal/v1/routes?after=" + version + "&wait=0").body())
        .isEqualTo(before);
    CompletableFuture<Answer> waiting =
        CompletableFuture.supplyAsync(
            () -> gateway.get("/internal/v1/routes?after=" + version + "&wait=30"),
            task -> Thread.ofVirtual().start(task));
    lab.run(desktop, "n1", 3);
    JsonNode after = waiting.get(20, TimeUnit.SECONDS).expect(200).body();
    assertThat(after.path("version").asLong()).isGreaterThan(version);
    JsonNode route = routeOf(gateway.get("/internal/v1/routes").body(), desktop);
    assertThat(route.path("node").asString()).isEqualTo("n1");
    assertThat(route.path("epoch").asLong()).isEqualTo(3);
    assertThat(route.path("relayHost").asString()).isEqualTo("10.1.2.3");
    assertThat(route.path("relayPort").asInt()).isEqualTo(7443);
    assertThat(route.path("routed").asBoolean()).isTrue();
    assertThat(route.path("vncPort").asInt()).isBetween(9001, 9100);
    assertThat(route.path("sshPort").isNull()).isTrue();
  }

  private static JsonNode routeOf(JsonNode routes, String desktop) {
    for (JsonNode route : routes.path("routes")) {
      if (route.path("desktop").asString().equals(desktop)) {
        return route;
      }
    }
    throw new AssertionError("no route of " + desktop + " in " + routes);
  }

  @Test
  void gatewaysReportsAreShownOnTheHealthPage() {
    Map<String, Object> report =
        Map.of("listening", List.of(9001, 9002), "problems", List.of("port 9003 is taken"));
    gateway.post("/internal/v1/gateway", report).expect(204);
    JsonNode health = api.as(PortalHome.ADMIN_TOKEN).get("/api/v1/health").expect(200).body();
    assertThat(health.toString()).contains("listens on 2 ports", "port 9003 is taken");
  }

  /** Whoever reads the logs must not be able to sign in anywhere. */
  @Test
  void logsHoldNoSecret(CapturedOutput output) {
    String login = "logged";
    String desktop = api.register(login).expect(202).text("desktop");
    api.post("/api/v1/tokens", Map.of("login", login, "password", Api.PASSWORD + "-wrong"));
    Answer token =
        api.post("/api/v1/tokens", Map.of("login", login, "password", Api.PASSWORD)).expect(201);
    Api member = api.as(token.text("token"));
    String secret =
        member.get("/api/v1/desktops/" + desktop + "/secret").expect(200).text("vncSecret");
    api.raw("POST", "/api/v1/registrations", "{\"password\":\"" + Api.PASSWORD + "\"").expect(400);
    String join =
        api.as(PortalHome.ADMIN_TOKEN)
            .post("/api/v1/node-tokens", Map.of("node", "n5"))
            .expect(201)
            .text("token");
    assertThat(output.getAll())
        .doesNotContain(Api.PASSWORD, token.text("token"), secret, join)
        .doesNotContain(PortalHome.ADMIN_PASSWORD, PortalHome.ADMIN_TOKEN)
        .doesNotContain(PortalHome.INTERNAL_TOKEN);
  }
}
