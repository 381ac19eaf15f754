package io.labvm.ui.internal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Part of readiness, named {@code temporal}. */
@Component("temporalHealthIndicator")
class TemporalHealthIndicator implements HealthIndicator {
  private static final long DEADLINE_MILLIS = 1_500;

  private final WorkflowClient client;

  TemporalHealthIndicator(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public Health health() {
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return Health.up().build();
    } catch (StatusRuntimeException e) {
      return Health.down().withDetail("status", e.getStatus().getCode().name()).build();
    }
  }
}
