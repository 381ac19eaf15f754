package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A desktop that nobody uses is stopped; one that is used or locked is not. */
@ExtendWith(LabExtension.class)
class IdlenessE2E {
  /** Shorter than an admin can set it. */
  private static final int PERIOD_SECONDS = 45;

  private static final String SETTING = "stop-unused-seconds";

  @AfterEach
  void never(Lab lab) {
    sql(lab, "delete from setting where key = '" + SETTING + "'");
  }

  private static void sql(Lab lab, String statement) {
    lab.database("psql", "--quiet", "--set=ON_ERROR_STOP=1", "--command=" + statement);
  }

  @Test
  void whatNobodyUsesIsStoppedAndSaysWhy(Lab lab) throws IOException {
    Member idle = lab.register(null);
    Member watched = lab.register(null);
    Member locked = lab.register(null);
    locked
        .api()
        .sendRaw(
            "PUT",
            path(locked) + "/lock",
            "{\"until\":\""
                + Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS)
                + "\"}")
        .expect(200);
    sql(lab, "insert into setting values ('" + SETTING + "', '" + PERIOD_SECONDS + "')");

    try (RfbClient silent = idle.awaitViewer();
        RfbClient typing = watched.awaitViewer()) {
      Wait.untilTrue(
          "the desktop that nobody uses to be stopped",
          Duration.ofMinutes(5),
          () -> {
            type(typing);
            return state(idle).equals("stopped");
          });
      assertThat(silent).isNotNull();
      Instant end = Instant.now().plusSeconds(PERIOD_SECONDS * 2);
      while (Instant.now().isBefore(end)) {
        type(typing);
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      }
    }
    assertThat(state(watched)).isEqualTo("running");
    assertThat(state(locked)).isEqualTo("running");
    saysWhy(idle);
    idle.does("start");
    assertThat(idleness(idle).path("stopped").isNull()).isTrue();
    for (Member member : new Member[] {idle, watched, locked}) {
      member.does("delete");
    }
  }

  private static void type(RfbClient viewer) {
    try {
      viewer.key('a');
    } catch (IOException e) {
      throw new AssertionError("the used desktop is gone", e);
    }
  }

  private static void saysWhy(Member member) {
    JsonNode stopped = idleness(member).path("stopped");
    assertThat(stopped.path("periodSeconds").asInt()).isEqualTo(PERIOD_SECONDS);
    JsonNode operation = member.operation(stopped.path("operation").asString());
    assertThat(operation.path("kind").asString()).isEqualTo("stop");
    assertThat(operation.path("requestedBy").asString()).isEqualTo("policy");
    assertThat(Instant.parse(stopped.path("usedAt").asString()))
        .isBefore(Instant.parse(stopped.path("at").asString()).minusSeconds(PERIOD_SECONDS));
  }

  private static JsonNode idleness(Member member) {
    return member.api().get(path(member) + "/idleness").expect(200).body();
  }

  private static String state(Member member) {
    return member.show().path("state").asString();
  }

  private static String path(Member member) {
    return "/api/v1/desktops/" + member.desktop();
  }
}
