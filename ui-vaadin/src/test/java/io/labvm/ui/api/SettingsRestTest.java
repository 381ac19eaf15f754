package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What an admin may set, and within which bounds. */
@PortalTest
class SettingsRestTest {
  private static final String PATH = "/api/v1/settings";

  @Autowired private Lab lab;
  @LocalServerPort private int port;

  @AfterEach
  void forget() {
    lab.execute("delete from setting");
  }

  private Api admin() {
    return new Api(port, null).as(PortalHome.ADMIN_TOKEN);
  }

  @Test
  void whatIsLeftOutStays() {
    var first = admin().get(PATH).expect(200).body();
    assertThat(first.path("stopUnusedHours").asInt()).isZero();
    assertThat(first.path("mostLockDays").asInt()).isEqualTo(14);
    put("\"startElsewhereMinutes\":5,\"stopUnusedHours\":12,\"mostLockDays\":30").expect(200);
    put("\"stopUnusedHours\":24").expect(200);
    var last = admin().get(PATH).expect(200).body();
    assertThat(last.path("startElsewhereMinutes").asInt()).isEqualTo(5);
    assertThat(last.path("stopUnusedHours").asInt()).isEqualTo(24);
    assertThat(last.path("mostLockDays").asInt()).isEqualTo(30);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    put("\"stopUnusedHours\":8761").refused(422, "invalid");
    put("\"stopUnusedHours\":-1").refused(422, "invalid");
    put("\"mostLockDays\":0").refused(422, "invalid");
    put("\"startElsewhereMinutes\":1441").refused(422, "invalid");
  }

  private Api.Answer put(String more) {
    return admin().raw("PUT", PATH, "{\"approvalRequired\":false," + more + "}");
  }
}
