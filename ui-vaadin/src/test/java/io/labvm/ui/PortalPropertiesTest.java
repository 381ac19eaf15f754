package io.labvm.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class PortalPropertiesTest {
  private static final String PREFIX = "labvm.portal.";

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(PortalProperties.class)
  static class Enabled {}

  private static Map<String, String> required() {
    Map<String, String> keys = new HashMap<>();
    for (String file :
        new String[] {
          "first-admin-password-file",
          "admin-token-file",
          "internal-token-file",
          "seal-key-file",
          "ticket-key-file",
          "ca-file",
          "store-path"
        }) {
      keys.put(file, "/home/" + file);
    }
    return keys;
  }

  private static ApplicationContextRunner runner(Map<String, String> keys) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Enabled.class)
        .withPropertyValues(
            keys.entrySet().stream()
                .map(e -> PREFIX + e.getKey() + "=" + e.getValue())
                .toArray(String[]::new));
  }

  @Test
  void defaults() {
    runner(required())
        .run(
            context -> {
              PortalProperties properties = context.getBean(PortalProperties.class);
              assertThat(properties.homeName()).isEqualTo("labVm");
              assertThat(properties.publicHost()).isEqualTo("127.0.0.1");
              assertThat(properties.publicUrl()).isEqualTo(URI.create("http://127.0.0.1:8123"));
              assertThat(properties.temporalUiUrl()).isNull();
              assertThat(properties.approvalRequired()).isFalse();
              assertThat(properties.vncPorts()).isEqualTo(new PortalProperties.VncPorts(9001, 100));
              assertThat(properties.sshPorts())
                  .isEqualTo(new PortalProperties.SshPorts(10001, 100));
              assertThat(properties.desktopSubnet()).isEqualTo("10.213.0.0/16");
              assertThat(properties.defaultBase()).isEqualTo("full");
              assertThat(properties.limits())
                  .isEqualTo(
                      new PortalProperties.DesktopLimits(2000, DataSize.ofGigabytes(4), 4096));
              assertThat(properties.throttle())
                  .isEqualTo(
                      new PortalProperties.Throttle(
                          10,
                          Duration.ofMinutes(5),
                          20,
                          Duration.ofHours(1),
                          Duration.ofHours(12)));
              assertThat(properties.signIn())
                  .isEqualTo(
                      new PortalProperties.SignInLife(Duration.ofHours(8), Duration.ofDays(30)));
              assertThat(properties.browserView())
                  .isEqualTo(
                      new PortalProperties.BrowserView(
                          Duration.ofSeconds(30), Duration.ofMinutes(30), 8));
            });
  }

  @Test
  void fullMapping() {
    Map<String, String> keys = required();
    keys.put("home-name", "Lab 7");
    keys.put("public-host", "lab7.example.org");
    keys.put("public-url", "https://lab7.example.org");
    keys.put("temporal-ui-url", "http://127.0.0.1:9233");
    keys.put("approval-required", "true");
    keys.put("vnc-ports.first", "9101");
    keys.put("vnc-ports.count", "7");
    keys.put("ssh-ports.first", "9201");
    keys.put("ssh-ports.count", "8");
    keys.put("desktop-subnet", "10.99.0.0/24");
    keys.put("default-base", "tiny");
    keys.put("limits.milli-cpus", "500");
    keys.put("limits.memory", "1GB");
    keys.put("limits.pids", "100");
    keys.put("throttle.sign-in-failures", "3");
    keys.put("store-reading-url", "https://127.0.0.1:9127");
    keys.put("throttle.sign-in-lock", "1m");
    keys.put("throttle.registrations", "4");
    keys.put("throttle.registration-window", "2h");
    keys.put("throttle.token-life", "3h");
    keys.put("sign-in.idle", "1h");
    keys.put("sign-in.kept", "2d");
    keys.put("browser-view.ticket-life", "10s");
    keys.put("browser-view.idle", "11m");
    keys.put("browser-view.connections", "2");
    PortalProperties expected =
        new PortalProperties(
            "Lab 7",
            "lab7.example.org",
            URI.create("https://lab7.example.org"),
            URI.create("http://127.0.0.1:9233"),
            true,
            Path.of("/home/first-admin-password-file"),
            Path.of("/home/admin-token-file"),
            Path.of("/home/internal-token-file"),
            Path.of("/home/seal-key-file"),
            Path.of("/home/ticket-key-file"),
            Path.of("/home/ca-file"),
            new PortalProperties.VncPorts(9101, 7),
            new PortalProperties.SshPorts(9201, 8),
            "10.99.0.0/24",
            "tiny",
            Path.of("/home/store-path"),
            URI.create("https://127.0.0.1:9127"),
            new PortalProperties.DesktopLimits(500, DataSize.ofGigabytes(1), 100),
            new PortalProperties.Throttle(
                3, Duration.ofMinutes(1), 4, Duration.ofHours(2), Duration.ofHours(3)),
            new PortalProperties.SignInLife(Duration.ofHours(1), Duration.ofDays(2)),
            new PortalProperties.BrowserView(Duration.ofSeconds(10), Duration.ofMinutes(11), 2));
    runner(keys)
        .run(context -> assertThat(context.getBean(PortalProperties.class)).isEqualTo(expected));
  }

  @Test
  void refusesUnknownKeysAndMissingFiles() {
    Map<String, String> unknown = required();
    unknown.put("public-hots", "typo");
    runner(unknown).run(context -> assertThat(context).hasFailed());
    runner(Map.of())
        .run(
            context ->
                assertThatThrownBy(() -> context.getBean(PortalProperties.class))
                    .rootCause()
                    .hasMessageContaining("sealKeyFile")
                    .hasMessageContaining("storePath"));
  }
}
