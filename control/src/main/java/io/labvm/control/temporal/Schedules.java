package io.labvm.control.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Temporal's schedules, which this application keeps as the database wants them. */
@Component
public class Schedules {
  private final ScheduleClient client;

  Schedules(WorkflowClient client) {
    this.client =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setDataConverter(client.getOptions().getDataConverter())
                .build());
  }

  /** One that may be there or not. */
  public ScheduleHandle get(String id) {
    return client.getHandle(id);
  }

  /** All there are, with when they act next; what was changed a moment ago may be missing. */
  public Stream<ScheduleListDescription> list() {
    return client.listSchedules();
  }

  /**
   * Makes a schedule; of one that is there already only the times become those of this one, so that
   * what operators have set of it stays. May be repeated.
   */
  public void put(String id, Schedule schedule, ScheduleOptions options) {
    try {
      var ignored = client.createSchedule(id, schedule, options);
    } catch (ScheduleAlreadyRunningException e) {
      get(id)
          .update(
              now ->
                  new ScheduleUpdate(
                      Schedule.newBuilder(now.getDescription().getSchedule())
                          .setSpec(schedule.getSpec())
                          .build()));
    }
  }
}
