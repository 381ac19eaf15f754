package io.labvm.control.storage;

import io.labvm.contract.TaskQueues;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceRequest;
import io.labvm.contract.storage.StoreMaintenanceWorkflow;
import io.labvm.control.temporal.Schedules;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps one schedule per kind of maintenance. Operators pause and trigger them in Temporal; when
 * they act next is copied for the pages. One that Temporal does not have any more is made again,
 * paused if it was.
 */
@Component
class StoreSchedules {
  private static final Logger log = LoggerFactory.getLogger(StoreSchedules.class);

  /** Due times of a longer absence of Temporal are passed over. */
  private static final Duration CATCH_UP = Duration.ofHours(1);

  private final JdbcClient database;
  private final Schedules schedules;
  private final StorageProperties properties;

  StoreSchedules(Schedules schedules, JdbcClient database, StorageProperties properties) {
    this.schedules = schedules;
    this.database = database;
    this.properties = properties;
  }

  @Scheduled(fixedDelay = 30_000)
  void look() {
    try {
      for (MaintenanceKind kind : MaintenanceKind.values()) {
        bringAbout(kind);
      }
    } catch (RuntimeException e) {
      log.warn("Schedules of the store: {}, {}", e.toString(), String.valueOf(e.getCause()));
    }
  }

  private void bringAbout(MaintenanceKind kind) {
    Duration every = properties.every(kind);
    Optional<Known> known = known(kind);
    boolean there = schedules.find(kind.schedule()).isPresent();
    if (!there || known.isEmpty() || known.get().seconds() != every.toSeconds()) {
      // A new lab has figures at once; all else has time until its hour.
      boolean atOnce = kind == MaintenanceKind.MEASURE;
      var options = ScheduleOptions.newBuilder().setTriggerImmediately(atOnce).build();
      boolean paused = known.isPresent() && known.get().paused();
      schedules.put(kind.schedule(), schedule(kind, paused), options);
    }
    schedules.find(kind.schedule()).ifPresent(description -> remember(kind, every, description));
  }

  private static boolean isPaused(Schedule schedule) {
    ScheduleState state = schedule.getState();
    return state != null && state.isPaused();
  }

  /** As it was when it was last seen. */
  private record Known(long seconds, boolean paused) {}

  private Optional<Known> known(MaintenanceKind kind) {
    return database
        .sql("select every_seconds, paused from maintenance_schedule where kind = ?")
        .param(kind.wire())
        .query((r, _) -> new Known(r.getLong(1), r.getBoolean(2)))
        .optional();
  }

  /** At different times, from three in the morning of UTC on. */
  private ScheduleIntervalSpec interval(MaintenanceKind kind) {
    Duration every = properties.every(kind);
    long wanted = Duration.ofHours(3).plusMinutes(minutes(kind)).toSeconds();
    return new ScheduleIntervalSpec(
        every, Duration.ofSeconds(Math.floorMod(wanted, every.toSeconds())));
  }

  private static long minutes(MaintenanceKind kind) {
    return switch (kind) {
      case PRUNE -> 0;
      case FOLD -> 20;
      case VERIFY -> 40;
      case REBUILD -> 60;
      case MEASURE -> 5;
    };
  }

  private Schedule schedule(MaintenanceKind kind, boolean paused) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(StoreMaintenanceWorkflow.class)
                .setArguments(MaintenanceRequest.scheduled(kind))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(kind.schedule())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setStaticSummary("Upkeep of the store: " + kind.wire())
                        // the SDK cannot read a schedule back that has a summary alone
                        .setStaticDetails("What it came to stands on the page Storage")
                        .build())
                .build())
        .setSpec(ScheduleSpec.newBuilder().setIntervals(List.of(interval(kind))).build())
        .setState(ScheduleState.newBuilder().setPaused(paused).build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build())
        .build();
  }

  private void remember(MaintenanceKind kind, Duration every, ScheduleDescription description) {
    Optional<Instant> next = description.getInfo().getNextActionTimes().stream().findFirst();
    database
        .sql(
            """
            insert into maintenance_schedule (kind, every_seconds, paused, next_at)
            values (:kind, :every, :paused, :next)
            on conflict (kind) do update set every_seconds = excluded.every_seconds,
              paused = excluded.paused, next_at = excluded.next_at
            """)
        .param("kind", kind.wire())
        .param("every", every.toSeconds())
        .param("paused", isPaused(description.getSchedule()))
        .param("next", next.map(t -> t.atOffset(ZoneOffset.UTC)).orElse((OffsetDateTime) null))
        .update();
  }
}
