package io.labvm.control.backup;

import io.labvm.contract.LabVmSearchAttributes;
import io.labvm.contract.TaskQueues;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopWorkflowIds;
import io.labvm.contract.operation.ScheduledBackupWorkflow;
import io.labvm.control.temporal.Schedules;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps one schedule per desktop as the database wants it: made when the desktop has come to life,
 * changed with its policy, deleted with it. What was brought about is remembered in the row, so
 * that a look finds only what differs, also after a kill in between. One that Temporal does not
 * have any more is made again, paused if it was.
 */
@Component
class BackupSchedules {
  private static final Logger log = LoggerFactory.getLogger(BackupSchedules.class);
  private static final Duration LONGEST_RUN = Duration.ofHours(1);
  private final JdbcClient database;
  private final Schedules schedules;
  private final BackupProperties properties;

  BackupSchedules(Schedules schedules, JdbcClient database, BackupProperties properties) {
    this.schedules = schedules;
    this.database = database;
    this.properties = properties;
  }

  /**
   * What is wanted.
   *
   * @param minutes 0 for none
   * @param paused from its beginning
   */
  private record Wanted(DesktopId desktop, int minutes, boolean paused) {}

  @Scheduled(fixedDelay = 5_000)
  void look() {
    for (Wanted wanted : different()) {
      try {
        bringAbout(wanted);
      } catch (RuntimeException e) {
        log.warn("Schedule of desktop {}: {}", wanted.desktop(), e.toString());
        return; // the server is away: all others would fail as well
      }
    }
  }

  private List<Wanted> different() {
    return database
        .sql(
            """
            select id, minutes from (
              select id, backup_scheduled, case when deleted_at is not null then 0
                else coalesce(backup_minutes, :every) end as minutes
              from desktop where deleted_at is not null or assigned_epoch > 0) d
            where coalesce(backup_scheduled, 0) <> minutes order by id limit 100
            """)
        .param("every", properties.minutes())
        .query((r, _) -> new Wanted(new DesktopId(r.getString(1)), r.getInt(2), false))
        .list();
  }

  private void bringAbout(Wanted wanted) {
    String id = DesktopWorkflowIds.backups(wanted.desktop());
    if (wanted.minutes() == 0) {
      schedules.delete(id);
    } else {
      make(id, wanted);
    }
    // When it acts next is not known until Temporal is asked again.
    database
        .sql("update desktop set backup_scheduled = ?, backup_next_at = null where id = ?")
        .params(wanted.minutes(), wanted.desktop().value())
        .update();
  }

  /** Copies for the pages when backups come next; operators may pause schedules in Temporal. */
  @Scheduled(fixedDelay = 10_000)
  void compare() {
    try {
      Set<DesktopId> there = copyTimes();
      made().stream().filter(made -> !there.contains(made.desktop())).forEach(this::makeAgain);
    } catch (RuntimeException e) {
      log.info("Times of backups: {}", e.toString());
    }
  }

  private Set<DesktopId> copyTimes() {
    Set<DesktopId> there = new HashSet<>();
    try (Stream<ScheduleListDescription> all = schedules.list()) {
      all.forEach(
          schedule ->
              DesktopWorkflowIds.ofBackups(schedule.getScheduleId())
                  .ifPresent(
                      desktop -> {
                        there.add(desktop);
                        remember(desktop, schedule);
                      }));
    }
    return there;
  }

  /** Those that were brought about. */
  private List<Wanted> made() {
    return database
        .sql(
            "select id, backup_scheduled, backup_paused from desktop"
                + " where backup_scheduled > 0 and deleted_at is null")
        .query((r, _) -> new Wanted(new DesktopId(r.getString(1)), r.getInt(2), r.getBoolean(3)))
        .list();
  }

  /** One that was made a moment ago is missing in the list, but is there. */
  private void makeAgain(Wanted wanted) {
    String id = DesktopWorkflowIds.backups(wanted.desktop());
    if (schedules.find(id).isEmpty()) {
      log.warn("Schedule {} is gone; it is made again", id);
      make(id, wanted);
    }
  }

  private void remember(DesktopId desktop, ScheduleListDescription schedule) {
    boolean paused = schedule.getSchedule().getState().isPaused();
    OffsetDateTime next =
        schedule.getInfo().getNextActionTimes().stream()
            .findFirst()
            .map(time -> time.atOffset(ZoneOffset.UTC))
            .orElse(null);
    database
        .sql(
            """
            update desktop set backup_next_at = :next, backup_paused = :paused
            where id = :id and backup_scheduled > 0
              and (backup_next_at is distinct from cast(:next as timestamptz)
                or backup_paused <> :paused)
            """)
        .param("next", next)
        .param("paused", paused)
        .param("id", desktop.value())
        .update();
  }

  private void make(String id, Wanted wanted) {
    schedules.put(
        id,
        schedule(id, wanted),
        ScheduleOptions.newBuilder()
            .setTypedSearchAttributes(attributes(wanted.desktop()))
            .build());
  }

  /** Desktops are spread over the interval by their ids. */
  private static ScheduleSpec spec(Wanted wanted) {
    Duration every = Duration.ofMinutes(wanted.minutes());
    Duration offset =
        Duration.ofSeconds(
            Math.floorMod(wanted.desktop().value().hashCode(), Math.toIntExact(every.toSeconds())));
    return ScheduleSpec.newBuilder()
        .setIntervals(List.of(new ScheduleIntervalSpec(every, offset)))
        .build();
  }

  private Schedule schedule(String id, Wanted wanted) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(ScheduledBackupWorkflow.class)
                .setArguments(wanted.desktop())
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setWorkflowExecutionTimeout(LONGEST_RUN)
                        .setTypedSearchAttributes(attributes(wanted.desktop()))
                        .setStaticSummary("Asks desktop " + wanted.desktop() + " for a backup")
                        .setStaticDetails("The backup itself is an operation of the desktop")
                        .build())
                .build())
        .setSpec(spec(wanted))
        .setState(ScheduleState.newBuilder().setPaused(wanted.paused()).build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(properties.catchUp())
                .build())
        .build();
  }

  private static SearchAttributes attributes(DesktopId desktop) {
    return SearchAttributes.newBuilder()
        .set(LabVmSearchAttributes.DESKTOP, desktop.value())
        .build();
  }
}
