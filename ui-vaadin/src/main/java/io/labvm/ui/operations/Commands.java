package io.labvm.ui.operations;

import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes commands for the entity workflow. Always inside the transaction of the rows they belong
 * to; the control application sends them.
 */
@Component
public class Commands {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  Commands(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Queues a new operation: its row and its command, named as the operation's kind. */
  public void queue(DesktopId desktop, OperationRequest request) {
    jdbc.sql(
            "insert into operation (id, desktop, kind, state, requested_by, created_at)"
                + " values (?, ?, ?, 'queued', ?, ?)")
        .params(
            request.operation().value(),
            desktop.value(),
            request.kind().wire(),
            request.requestedBy(),
            now())
        .update();
    send(desktop, request.operation(), request.kind().wire(), request);
  }

  /** Passes on an admin's decision about a registration. */
  public void decide(DesktopId desktop, ApprovalDecision decision) {
    send(desktop, decision.operation(), "decide", decision);
  }

  /** Asks to cancel an operation; asking twice sends once. */
  void abort(DesktopId desktop, OperationId operation) {
    boolean asked =
        jdbc.sql("select exists (select 1 from outbox where operation = ? and command = 'abort')")
            .param(operation.value())
            .query(Boolean.class)
            .single();
    if (!asked) {
      send(desktop, operation, "abort", operation);
    }
  }

  private void send(DesktopId desktop, OperationId operation, String command, Object payload) {
    jdbc.sql(
            "insert into outbox (desktop, operation, command, payload, created_at)"
                + " values (?, ?, ?, cast(? as jsonb), ?)")
        .params(
            desktop.value(), operation.value(), command, json.writeValueAsString(payload), now())
        .update();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
