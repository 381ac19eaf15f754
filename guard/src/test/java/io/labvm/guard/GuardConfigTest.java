package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GuardConfigTest {
  @Test
  void defaults() {
    var config = GuardConfig.of(needed());

    assertThat(config.beacon()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.cgroupRoot()).isEqualTo(Path.of("/sys/fs/cgroup"));
  }

  @Test
  void fullMapping() {
    var properties = needed();
    properties.setProperty("beaconMillis", "500");
    properties.setProperty("cgroupRoot", "/c");

    assertThat(GuardConfig.of(properties))
        .isEqualTo(
            new GuardConfig(
                "n1",
                List.of(URI.create("https://a:1"), URI.create("https://b:2")),
                Path.of("/i"),
                Path.of("/s"),
                Path.of("/r"),
                Path.of("/t"),
                "labvm-1-n1",
                Duration.ofMillis(500),
                Path.of("/c")));
  }

  @Test
  void namesEverythingThatIsWrong() {
    var properties = needed();
    properties.remove("node");
    properties.setProperty("cgroupParent", "/");
    properties.setProperty("colour", "blue");

    assertThatThrownBy(() -> GuardConfig.of(properties))
        .hasMessage(
            "node is missing; colour is not a key of the guard; cgroupParent must be one name");
    properties.setProperty("cgroupParent", "..");
    assertThatThrownBy(() -> GuardConfig.of(properties)).hasMessageContaining("one name");
  }

  private static Properties needed() {
    var properties = new Properties();
    properties.setProperty("node", "n1");
    properties.setProperty("channels", "https://a:1, https://b:2");
    properties.setProperty("identity", "/i");
    properties.setProperty("stateDir", "/s");
    properties.setProperty("runDir", "/r");
    properties.setProperty("storePath", "/t");
    properties.setProperty("cgroupParent", "/labvm-1-n1");
    return properties;
  }
}
