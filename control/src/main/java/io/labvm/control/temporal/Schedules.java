package io.labvm.control.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleUpdate;
import java.util.Optional;
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

  private ScheduleHandle get(String id) {
    return client.getHandle(id);
  }

  /** Empty when there is none: an operator may delete one, and Temporal may lose its database. */
  public Optional<ScheduleDescription> find(String id) {
    try {
      return Optional.of(get(id).describe());
    } catch (ScheduleException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isMissing(ScheduleException failure) {
    return failure.getCause() instanceof StatusRuntimeException answer
        && answer.getStatus().getCode() == Status.Code.NOT_FOUND;
  }

  /** Safe when there is none. */
  public void delete(String id) {
    try {
      get(id).delete();
    } catch (ScheduleException e) {
      if (!isMissing(e)) {
        throw e;
      }
    }
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
