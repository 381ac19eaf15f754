package io.labvm.nodechannel.server.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NodeChannelPropertiesTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          "labvm.node-channel.port", "8124",
          "labvm.node-channel.ca-keystore", "/s/ca.p12",
          "labvm.node-channel.ca-password-file", "/s/ca-password",
          "labvm.node-channel.ticket-public-key-file", "/s/ticket-key.pub.pem",
          "labvm.node-channel.seal-key-file", "/s/seal-key");

  @Test
  void defaults() {
    var properties = bind(NEEDED);

    assertThat(properties.address()).isEqualTo("127.0.0.1");
    assertThat(properties.receiver()).isEqualTo("portal");
    assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void fullMapping() {
    var keys = new HashMap<>(NEEDED);
    keys.put("labvm.node-channel.address", "10.1.2.1");
    keys.put("labvm.node-channel.receiver", "control");
    keys.put("labvm.node-channel.lease", "20s");

    assertThat(bind(keys))
        .isEqualTo(
            new NodeChannelProperties(
                "10.1.2.1",
                8124,
                Path.of("/s/ca.p12"),
                Path.of("/s/ca-password"),
                Path.of("/s/ticket-key.pub.pem"),
                Path.of("/s/seal-key"),
                "control",
                Duration.ofSeconds(20)));
  }

  private static NodeChannelProperties bind(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bind("labvm.node-channel", NodeChannelProperties.class)
        .get();
  }
}
