package io.labvm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private Instant now = Instant.EPOCH;
  private final Limits limits = new Limits(GatewayPropertiesTest.LIMITS, () -> now);
  private final InetAddress alice = address("192.0.2.1");
  private final InetAddress bob = address("192.0.2.2");

  @Test
  void pausesASourceAtOneDesktopAfterFiveFailures() {
    for (var i = 0; i < 4; i++) {
      limits.vncFailed(alice, "d1");
    }
    assertThat(limits.vncAllowed(alice, "d1")).isTrue();
    limits.vncFailed(alice, "d1");

    assertThat(limits.vncAllowed(alice, "d1")).isFalse();
    assertThat(limits.vncAllowed(alice, "d2")).isTrue();
    assertThat(limits.vncAllowed(bob, "d1")).isTrue();
    now = now.plusSeconds(60);
    assertThat(limits.vncAllowed(alice, "d1")).isFalse();
    now = now.plusSeconds(1);
    assertThat(limits.vncAllowed(alice, "d1")).isTrue();
  }

  @Test
  void countsOnlyTheLastFiveMinutes() {
    for (var i = 0; i < 50; i++) {
      limits.vncFailed(alice, "d1");
      now = now.plus(Duration.ofSeconds(76));
    }
    assertThat(limits.vncAllowed(alice, "d1")).isTrue();
  }

  @Test
  void aRightPasswordForgivesTheWrongOnes() {
    for (var i = 0; i < 20; i++) {
      limits.vncFailed(alice, "d1");
      limits.vncFailed(alice, "d1");
      limits.vncSucceeded(alice, "d1");
    }
    assertThat(limits.vncAllowed(alice, "d1")).isTrue();
  }

  @Test
  void boundsNewSshConnectionsPerSource() {
    for (var i = 0; i < 30; i++) {
      assertThat(limits.sshAllowed(alice)).isTrue();
    }
    assertThat(limits.sshAllowed(alice)).isFalse();
    assertThat(limits.sshAllowed(bob)).isTrue();
    now = now.plusSeconds(61);
    assertThat(limits.sshAllowed(alice)).isTrue();
  }

  @Test
  void takesANetworkOfOneHostForOneSource() {
    for (var i = 0; i < 5; i++) {
      limits.vncFailed(address("2001:db8::" + i), "d1");
    }
    assertThat(limits.vncAllowed(address("2001:db8::99"), "d1")).isFalse();
    assertThat(limits.vncAllowed(address("2001:db8:0:1::1"), "d1")).isTrue();
  }

  @Test
  void remembersABoundedNumberOfSources() {
    var attempts = new Attempts(1, Duration.ofMinutes(1), () -> now);
    for (var i = 0; i <= Attempts.MAX_KEYS; i++) {
      attempts.add("k" + i);
    }
    assertThat(attempts.full("k0")).isFalse();
    assertThat(attempts.full("k1")).isTrue();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
