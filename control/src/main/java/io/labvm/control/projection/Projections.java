package io.labvm.control.projection;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopSnapshot;
import io.labvm.contract.operation.OperationSnapshot;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.store.NotedVersion;
import io.labvm.contract.store.SealedVersion;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes snapshots; rows that are gone and snapshots that are old are passed over. */
@Component
public final class Projections {
  private final JdbcClient database;
  private final JsonMapper json;

  Projections(JdbcClient database) {
    this.database = database;
    this.json = JsonMapper.builder().build();
  }

  /** Stores steps, state and error; the first snapshot after the queue sets the start. */
  public void operation(OperationSnapshot snapshot) {
    database
        .sql(
            """
            update operation set state = :state, steps = cast(:steps as jsonb),
              error = cast(:error as jsonb), sequence = :sequence,
              result = coalesce(cast(:result as jsonb), result),
              started_at = case when :started then coalesce(started_at, now()) else started_at end,
              ended_at = case when :ended then coalesce(ended_at, now()) end
            where id = :id and sequence < :sequence
            """)
        .param("state", snapshot.state().wire())
        .param("steps", json.writeValueAsString(snapshot.steps()))
        .param("error", snapshot.error() == null ? null : json.writeValueAsString(snapshot.error()))
        .param(
            "result", snapshot.result() == null ? null : json.writeValueAsString(snapshot.result()))
        .param("sequence", snapshot.sequence())
        .param("started", snapshot.state() != OperationState.QUEUED)
        .param("ended", snapshot.state().terminal())
        .param("id", snapshot.operation().value())
        .update();
  }

  /** Stores a version of a desktop that is still there; label and pin stay as they are. */
  public void version(SealedVersion version) {
    database
        .sql(
            """
            insert into version (desktop, number, created_at, complete_up_to, trigger, consistency,
              layers, entries, bytes, operation, verified_at, left_out)
            select :desktop, :number, :created, :complete, :trigger, :consistency, :layers,
              :entries, :bytes, :operation, now(), cast(:leftOut as jsonb)
            where exists (select 1 from desktop where id = :desktop and deleted_at is null)
            on conflict (desktop, number) do update set verified_at = now()
            """)
        .param("desktop", version.desktop().value())
        .param("number", version.version())
        .param("created", time(version.createdMillis()))
        .param("complete", time(version.completeUpToMillis()))
        .param("trigger", version.trigger())
        .param("consistency", version.consistency())
        .param("layers", version.layers())
        .param("entries", version.entries())
        .param("bytes", version.bytes())
        .param("operation", version.operation().value())
        .param("leftOut", json.writeValueAsString(version.leftOut()))
        .update();
  }

  /** Whether a version was stored. */
  public boolean hasVersion(DesktopId desktop, long number) {
    return database
        .sql("select exists (select 1 from version where desktop = ? and number = ?)")
        .params(desktop.value(), number)
        .query(Boolean.class)
        .single();
  }

  /** Stores what is noted about a version. */
  public void notes(NotedVersion version) {
    database
        .sql("update version set label = ?, pinned = ? where desktop = ? and number = ?")
        .params(version.label(), version.pinned(), version.desktop().value(), version.version())
        .update();
  }

  /** Removes the row of a version that is gone. */
  public void forgetVersion(DesktopId desktop, long version) {
    database
        .sql("delete from version where desktop = ? and number = ?")
        .params(desktop.value(), version)
        .update();
  }

  /** Stores phase, node and the operation in progress. */
  public void desktop(DesktopSnapshot snapshot) {
    database
        .sql(
            """
            update desktop set state = :state, node = :node, running_since = :since,
              current_operation = :operation, sequence = :sequence
            where id = :id and sequence < :sequence and deleted_at is null
            """)
        .param("state", snapshot.phase().wire())
        .param("node", snapshot.node() == null ? null : snapshot.node().value())
        .param("since", time(snapshot.runningSinceMillis()))
        .param("operation", snapshot.operation() == null ? null : snapshot.operation().value())
        .param("sequence", snapshot.sequence())
        .param("id", snapshot.desktop().value())
        .update();
  }

  private static @Nullable OffsetDateTime time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
  }
}
