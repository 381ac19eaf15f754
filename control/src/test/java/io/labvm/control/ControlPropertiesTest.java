package io.labvm.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.workflows.WorkflowTimings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ControlPropertiesTest {
  @Test
  void defaults() {
    assertThat(control(Map.of()))
        .isEqualTo(
            new ControlProperties(
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofMinutes(2),
                4,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                3));
  }

  @Test
  void fullMapping() {
    var values =
        Map.of(
            "labvm.control.node-lost-after", "1s",
            "labvm.control.worker-lost-after", "2s",
            "labvm.control.agent-lost-after", "6s",
            "labvm.control.dispatchers", "7",
            "labvm.control.command-timeout", "4s",
            "labvm.control.recover-after", "5s",
            "labvm.control.recoveries-per-hour", "9");
    assertThat(control(values))
        .isEqualTo(
            new ControlProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(6),
                7,
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                9));
  }

  @Test
  void workflowDefaultsAreThoseOfTheWorkflows() {
    assertThat(workflows(Map.of()).timings()).isEqualTo(WorkflowTimings.defaults());
  }

  @Test
  void workflowFullMapping() {
    var values =
        Map.ofEntries(
            Map.entry("labvm.workflows.schedule-to-start", "1s"),
            Map.entry("labvm.workflows.heartbeat", "2s"),
            Map.entry("labvm.workflows.short-work", "3s"),
            Map.entry("labvm.workflows.fetch-base", "4s"),
            Map.entry("labvm.workflows.vnc-answer", "5s"),
            Map.entry("labvm.workflows.first-pause", "6s"),
            Map.entry("labvm.workflows.longest-pause", "7s"),
            Map.entry("labvm.workflows.node-attempts", "8"),
            Map.entry("labvm.workflows.store-attempts", "9"),
            Map.entry("labvm.workflows.control-attempts", "10"),
            Map.entry("labvm.workflows.hopeless-attempts", "11"),
            Map.entry("labvm.workflows.undo-attempts", "12"),
            Map.entry("labvm.workflows.operations-per-run", "13"),
            Map.entry("labvm.workflows.ping", "14s"),
            Map.entry("labvm.workflows.patience", "15s"));
    assertThat(workflows(values).timings())
        .isEqualTo(
            new WorkflowTimings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                8,
                9,
                10,
                11,
                12,
                13,
                Duration.ofSeconds(14),
                Duration.ofSeconds(15)));
  }

  private static ControlProperties control(Map<String, String> values) {
    return binder(values).bindOrCreate("labvm.control", ControlProperties.class);
  }

  private static WorkflowsProperties workflows(Map<String, String> values) {
    return binder(values).bindOrCreate("labvm.workflows", WorkflowsProperties.class);
  }

  private static Binder binder(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values));
  }
}
