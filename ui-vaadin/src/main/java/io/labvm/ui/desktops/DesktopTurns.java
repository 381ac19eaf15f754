package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.Commands;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Queues commands that a desktop takes only while nothing else is done to it. */
@Component
public class DesktopTurns {
  private final DesktopRows rows;
  private final Commands commands;
  private final Audit audit;

  DesktopTurns(DesktopRows rows, Commands commands, Audit audit) {
    this.rows = rows;
    this.commands = commands;
    this.audit = audit;
  }

  /**
   * Queues one, within the caller's transaction. Two commands to one desktop take turns; the entity
   * decides in the end.
   *
   * @param phases in which the desktop takes it
   * @param request for a new operation of this kind
   * @throws ProblemException NOT_FOUND when unknown, deleted or foreign; WRONG_STATE
   */
  public Accepted take(
      Caller caller,
      DesktopId desktop,
      OperationKind kind,
      Set<DesktopPhase> phases,
      Function<OperationId, OperationRequest> request) {
    rows.lock(desktop);
    DesktopRow row =
        rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
    if (row.openOperation() != null || !phases.contains(row.phase())) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, refusal(row, kind));
    }
    OperationId operation = new OperationId(OpaqueIds.next());
    commands.queue(desktop, request.apply(operation));
    audit.record(caller, kind.wire(), desktop.value());
    return new Accepted(operation, desktop);
  }

  private static String refusal(DesktopRow row, OperationKind kind) {
    String state = "The desktop is " + row.phase().wire();
    return row.openOperation() == null
        ? state + "; " + kind.wire() + " is not possible now."
        : state + "; operation " + row.openOperation() + " is in progress.";
  }
}
