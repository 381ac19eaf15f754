package io.labvm.ui.desktops;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@PortalTest
@TestPropertySource(properties = "labvm.portal.vnc-ports.count=4")
class RegistrationLimitTest {
  @Autowired private RegistrationLimit limit;
  @Autowired private MovableClock clock;
  @LocalServerPort private int port;

  @Test
  void refusesWhenNoPortIsLeftAndMakesNothing() {
    Api api = new Api(port, null);
    for (int i = 0; i < 4; i++) {
      api.register("port-" + i).expect(202);
    }
    api.register("too-many").refused(503, "no-capacity");
    api.post("/api/v1/tokens", java.util.Map.of("login", "too-many", "password", Api.PASSWORD))
        .expect(401);
  }

  @Test
  void countsPerAddressAndForgetsAfterAnHour() {
    for (int i = 0; i < 1_000; i++) {
      limit.take("192.0.2.1");
    }
    assertThat(refusal("192.0.2.1")).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    limit.take("192.0.2.2");
    clock.advance(Duration.ofHours(1));
    limit.take("192.0.2.1");
  }

  private Duration refusal(String address) {
    try {
      limit.take(address);
      return Duration.ZERO;
    } catch (io.labvm.ui.problem.ProblemException e) {
      Duration wait = e.retryAfter();
      return wait == null ? Duration.ZERO : wait;
    }
  }
}
