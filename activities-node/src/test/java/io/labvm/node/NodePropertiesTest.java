package io.labvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class NodePropertiesTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "labvm.node.id", "n1",
          "labvm.node.state-dir", "/state",
          "labvm.node.run-dir", "/run/n1",
          "labvm.node.identity-dir", "/identity",
          "labvm.node.store-path", "/store",
          "labvm.node.channel.urls", "https://a:1,https://b:2");

  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new NodeProperties(
                "n1",
                "default",
                Path.of("/state"),
                Path.of("/run/n1"),
                Path.of("/identity"),
                Path.of("/store"),
                "unix:///run/docker.sock",
                "/labvm",
                1,
                "10.213.0.0/16",
                List.of(),
                List.of(),
                DataSize.ofMegabytes(512),
                Duration.ofHours(24),
                DataSize.ofGigabytes(5),
                Duration.ofDays(30),
                new NodeProperties.Channel(
                    List.of(URI.create("https://a:1"), URI.create("https://b:2")),
                    Duration.ofSeconds(5)),
                new NodeProperties.Relay("0.0.0.0", 7443, 1024, 64, Duration.ofSeconds(5)),
                new NodeProperties.Reading(7444),
                new NodeProperties.Metrics("127.0.0.1", 7445, null),
                new NodeProperties.Gpu("nvidia-smi", List.of("/etc/cdi", "/var/run/cdi")),
                new NodeProperties.Kernel(true, true, true)));
  }

  @Test
  void fullMapping() {
    Map<String, String> keys = new HashMap<>();
    keys.put("labvm.node.home", "abc123");
    keys.put("labvm.node.docker-host", "unix:///d.sock");
    keys.put("labvm.node.cgroup-parent", "/labvm-abc123-n1");
    keys.put("labvm.node.share", "2");
    keys.put("labvm.node.subnet", "10.99.0.0/16");
    keys.put("labvm.node.denied-networks", "10.1.2.0/24,10.1.3.0/24");
    keys.put("labvm.node.nameservers", "10.1.2.53");
    keys.put("labvm.node.reserve", "1GB");
    keys.put("labvm.node.keep-upper", "1h");
    keys.put("labvm.node.keep-free", "2GB");
    keys.put("labvm.node.keep-left-behind", "7d");
    keys.put("labvm.node.reading.port", "5");
    keys.put("labvm.node.metrics.address", "10.1.2.11");
    keys.put("labvm.node.metrics.port", "6");
    keys.put("labvm.node.metrics.password-file", "/p");
    keys.put("labvm.node.channel.timeout", "2s");
    keys.put("labvm.node.relay.address", "10.1.2.11");
    keys.put("labvm.node.relay.port", "1");
    keys.put("labvm.node.relay.connections", "2");
    keys.put("labvm.node.relay.per-desktop", "3");
    keys.put("labvm.node.relay.opening", "4s");
    keys.put("labvm.node.gpu.program", "/opt/smi");
    keys.put("labvm.node.gpu.specifications", "/opt/cdi");
    keys.put("labvm.node.kernel.new-mount-api", "false");
    keys.put("labvm.node.kernel.file-backed-images", "false");
    keys.put("labvm.node.kernel.device-tables", "false");
    NodeProperties node = bind(keys);
    assertThat(node.home()).isEqualTo("abc123");
    assertThat(node.dockerHost()).isEqualTo("unix:///d.sock");
    assertThat(node.cgroupParent()).isEqualTo("/labvm-abc123-n1");
    assertThat(node.share()).isEqualTo(2);
    assertThat(node.subnet()).isEqualTo("10.99.0.0/16");
    assertThat(node.deniedNetworks()).containsExactly("10.1.2.0/24", "10.1.3.0/24");
    assertThat(node.nameservers()).containsExactly("10.1.2.53");
    assertThat(node.reserve()).isEqualTo(DataSize.ofGigabytes(1));
    assertThat(node.keepUpper()).isEqualTo(Duration.ofHours(1));
    assertThat(node.keepFree()).isEqualTo(DataSize.ofGigabytes(2));
    assertThat(node.channel().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(node.relay())
        .isEqualTo(new NodeProperties.Relay("10.1.2.11", 1, 2, 3, Duration.ofSeconds(4)));
    assertThat(node.keepLeftBehind()).isEqualTo(Duration.ofDays(7));
    assertThat(node.reading()).isEqualTo(new NodeProperties.Reading(5));
    assertThat(node.metrics()).isEqualTo(new NodeProperties.Metrics("10.1.2.11", 6, Path.of("/p")));
    assertThat(node.gpu()).isEqualTo(new NodeProperties.Gpu("/opt/smi", List.of("/opt/cdi")));
    assertThat(node.kernel()).isEqualTo(new NodeProperties.Kernel(false, false, false));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(
            () ->
                bind(
                    Map.of(
                        "labvm.node.share", "0",
                        "labvm.node.metrics.address", "0.0.0.0",
                        "labvm.node.keep-left-behind", "0s",
                        "labvm.node.denied-networks", "everything; -j ACCEPT",
                        "labvm.node.nameservers", "1.2.3.400",
                        "labvm.node.cgroup-parent", "/../x")))
        .rootCause()
        .hasMessageContainingAll(
            "share",
            "metrics.password-file",
            "keep-left-behind",
            "denied-networks",
            "nameservers",
            "cgroup-parent");
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> bound(Map.of("labvm.node.home", "x")))
        .rootCause()
        .hasMessageContainingAll("id is missing", "state-dir", "store-path", "channel.urls");
  }

  @Test
  void gatewayIsTheFirstAddress() {
    assertThat(Subnet.gateway("10.213.0.0/16")).isEqualTo("10.213.0.1");
    assertThat(Subnet.isValid("10.213.0.0/33")).isFalse();
    assertThat(Subnet.isAddress("10.213.0.256")).isFalse();
  }

  private static NodeProperties bind(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(keys);
    return bound(all);
  }

  private static NodeProperties bound(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys))
        .bind("labvm.node", NodeProperties.class)
        .get();
  }
}
