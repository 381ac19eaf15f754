package io.labvm.ui.operations;

import io.grpc.StatusRuntimeException;
import io.labvm.contract.LabVmDataConverter;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.Progress;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What Temporal knows of the activity that runs now: attempt, heartbeat, last failure.
 *
 * <p>Asked only for an operation somebody looks at, at most once a second each; without an answer
 * in time there is just no live progress.
 */
@Component
class LiveProgress {
  private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final long DEADLINE_MILLIS = 1_500;
  private static final int CACHED = 1_000;

  private final WorkflowClient client;
  private final Clock clock;
  private final DataConverter converter = LabVmDataConverter.create();
  private final Map<OperationId, Answer> answers = new ConcurrentHashMap<>();

  LiveProgress(WorkflowClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * One pending activity.
   *
   * @param nextAttemptAt when a failed one is tried again; null while it runs
   */
  record Live(
      String activityType,
      int attempt,
      @Nullable Progress progress,
      @Nullable Instant nextAttemptAt,
      @Nullable String lastFailure) {}

  private record Answer(Instant at, List<Live> live) {}

  /** The pending activities of an operation; empty when none or when Temporal does not answer. */
  List<Live> of(DesktopId desktop, OperationId operation) {
    Instant now = clock.instant();
    Answer known = answers.get(operation);
    if (known != null && known.at().plus(FRESH).isAfter(now)) {
      return known.live();
    }
    if (answers.size() > CACHED) {
      answers.values().removeIf(answer -> answer.at().plus(FRESH).isBefore(now));
    }
    List<Live> live = ask(DesktopWorkflowIds.of(desktop, operation));
    answers.put(operation, new Answer(clock.instant(), live));
    return live;
  }

  private List<Live> ask(String workflowId) {
    var request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
            .build();
    try {
      return client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
          .describeWorkflowExecution(request)
          .getPendingActivitiesList()
          .stream()
          .map(this::live)
          .toList();
    } catch (StatusRuntimeException e) {
      LOG.debug("no live progress of {}: {}", workflowId, e.getStatus());
      return List.of();
    }
  }

  private Live live(PendingActivityInfo activity) {
    return new Live(
        activity.getActivityType().getName(),
        activity.getAttempt(),
        progress(activity).orElse(null),
        nextAttempt(activity),
        activity.hasLastFailure() ? activity.getLastFailure().getMessage() : null);
  }

  /** Details of another form than Progress are no error: not every activity reports one. */
  private Optional<Progress> progress(PendingActivityInfo activity) {
    if (!activity.hasHeartbeatDetails()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          converter.fromPayloads(
              0, Optional.of(activity.getHeartbeatDetails()), Progress.class, Progress.class));
    } catch (DataConverterException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Instant nextAttempt(PendingActivityInfo activity) {
    if (!activity.hasNextAttemptScheduleTime()) {
      return null;
    }
    var time = activity.getNextAttemptScheduleTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
