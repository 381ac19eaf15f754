package io.labvm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerPropertiesTest {
  @Test
  void defaults() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new WorkerProperties(
                "labvm",
                16,
                2000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(25),
                Duration.ofSeconds(1)));
  }

  @Test
  void fullMapping() {
    assertThat(
            bind(
                Map.of(
                    "labvm.worker.name", "n1",
                    "labvm.worker.activity-slots", "4",
                    "labvm.worker.workflow-cache", "10",
                    "labvm.worker.heartbeat-interval", "2s",
                    "labvm.worker.stop-timeout", "3s",
                    "labvm.worker.start-retry", "50ms")))
        .isEqualTo(
            new WorkerProperties(
                "n1", 4, 10, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMillis(50)));
  }

  private static WorkerProperties bind(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate("labvm.worker", WorkerProperties.class);
  }
}
