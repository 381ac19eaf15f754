package io.labvm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GatewayPropertiesTest {
  static final GatewayLimits LIMITS =
      new GatewayLimits(
          5,
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          30,
          Duration.ofSeconds(60),
          64,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofHours(12));

  private static final Map<String, String> NEEDED =
      Map.of(
          "labvm.gateway.portal-url", "http://127.0.0.1:8123",
          "labvm.gateway.internal-token-file", "/s/internal-token",
          "labvm.gateway.ticket-key-file", "/s/ticket-key.pem",
          "labvm.gateway.ca-file", "/s/ca.pem",
          "labvm.gateway.state-dir", "/g");

  @Test
  void defaults() {
    assertThat(bind(NEEDED).listen()).isEqualTo("127.0.0.1");
    assertThat(bind(NEEDED).limits()).isEqualTo(LIMITS);
  }

  @Test
  void fullMapping() {
    var keys = new HashMap<>(NEEDED);
    keys.put("labvm.gateway.listen", "0.0.0.0");
    keys.put("labvm.gateway.limits.vnc-failures", "3");
    keys.put("labvm.gateway.limits.vnc-window", "1m");
    keys.put("labvm.gateway.limits.vnc-pause", "2m");
    keys.put("labvm.gateway.limits.ssh-connections", "4");
    keys.put("labvm.gateway.limits.ssh-window", "3m");
    keys.put("labvm.gateway.limits.connections-per-desktop", "5");
    keys.put("labvm.gateway.limits.handshake-timeout", "4s");
    keys.put("labvm.gateway.limits.come-back", "6s");
    keys.put("labvm.gateway.limits.idle-timeout", "5h");
    keys.put("labvm.gateway.portal-certificate-file", "/s/portal.pem");

    assertThat(bind(keys))
        .isEqualTo(
            new GatewayProperties(
                "0.0.0.0",
                URI.create("http://127.0.0.1:8123"),
                Path.of("/s/portal.pem"),
                Path.of("/s/internal-token"),
                Path.of("/s/ticket-key.pem"),
                Path.of("/s/ca.pem"),
                Path.of("/g"),
                new GatewayLimits(
                    3,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    4,
                    Duration.ofMinutes(3),
                    5,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(6),
                    Duration.ofHours(5))));
  }

  private static GatewayProperties bind(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bind("labvm.gateway", GatewayProperties.class)
        .get();
  }
}
