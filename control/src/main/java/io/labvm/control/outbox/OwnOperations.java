package io.labvm.control.outbox;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.NodeNews;
import io.labvm.contract.desktop.RunningAt;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Operations that this application asks desktops for by itself; used inside a transaction. */
@Component
public class OwnOperations {
  private final JdbcClient database;
  private final JsonMapper json = JsonMapper.builder().build();

  public OwnOperations(JdbcClient database) {
    this.database = database;
  }

  /** Queues an operation: its row and its command, which the dispatcher sends. */
  public void queue(DesktopId desktop, OperationRequest request) {
    database
        .sql(
            "insert into operation (id, desktop, kind, state, requested_by)"
                + " values (?, ?, ?, 'queued', ?)")
        .params(
            request.operation().value(),
            desktop.value(),
            request.kind().wire(),
            request.requestedBy())
        .update();
    send(desktop, request.operation().value(), request.kind().wire(), request);
  }

  /** Queues a start that nobody asked for. */
  public void start(DesktopId desktop) {
    OperationId operation = new OperationId(UUID.randomUUID().toString());
    queue(
        desktop,
        new OperationRequest(operation, OperationKind.START, OperationRequest.SYSTEM, false));
  }

  /** Queues news of a desktop's node, which is no operation. */
  public void note(DesktopId desktop, NodeNews news) {
    send(desktop, news.node().value(), Command.NOTE_NODE, news);
  }

  /** Queues what a node says of a desktop that should not run there. */
  public void adopt(DesktopId desktop, RunningAt found) {
    send(desktop, found.node().value(), Command.ADOPT, found);
  }

  private void send(DesktopId desktop, String about, String command, Object payload) {
    database
        .sql(
            "insert into outbox (desktop, operation, command, payload)"
                + " values (?, ?, ?, cast(? as jsonb))")
        .params(desktop.value(), about, command, json.writeValueAsString(payload))
        .update();
  }
}
