package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Operations from the projection, with live progress of the one that is looked at. */
@Service
class StoredOperations implements OperationService {
  private static final int MOST = 200;

  private final OperationRows rows;
  private final OperationViews views;
  private final LiveProgress live;
  private final Commands commands;
  private final Audit audit;

  StoredOperations(
      OperationRows rows, OperationViews views, LiveProgress live, Commands commands, Audit audit) {
    this.rows = rows;
    this.views = views;
    this.live = live;
    this.commands = commands;
    this.audit = audit;
  }

  @Override
  public OperationView get(Caller caller, OperationId operation, Locale locale) {
    OperationRow row = known(caller, operation);
    boolean ended = row.state().terminal();
    return views.of(row, ended ? List.of() : live.of(row.desktop(), row.id()), caller, locale);
  }

  private OperationRow known(Caller caller, OperationId operation) {
    return rows.find(caller, operation.value())
        .orElseThrow(() -> ProblemException.notFound("operation"));
  }

  @Override
  public List<OperationView> ofDesktop(Caller caller, DesktopId desktop, int limit, Locale locale) {
    return rows.ofDesktop(caller, desktop, Math.clamp(limit, 1, MOST)).stream()
        .map(row -> views.of(row, List.of(), caller, locale))
        .toList();
  }

  @Override
  public Optional<OperationView> newest(
      Caller caller, DesktopId desktop, OperationKind kind, Duration within, Locale locale) {
    return rows.newest(caller, desktop, kind, within)
        .map(row -> views.of(row, List.of(), caller, locale));
  }

  @Override
  public List<OperationView> recent(Caller caller, int limit, Locale locale) {
    return rows.recent(caller, Math.clamp(limit, 1, MOST)).stream()
        .map(row -> views.of(row, List.of(), caller, locale))
        .toList();
  }

  @Override
  public Optional<Duration> lastDuration(Caller caller, DesktopId desktop, OperationKind kind) {
    return rows.lastDuration(desktop, kind);
  }

  @Override
  @Transactional
  public Accepted abort(Caller caller, OperationId operation) {
    OperationRow row = known(caller, operation);
    if (!OperationViews.abortable(row.kind(), row.state())) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "The operation cannot be cancelled any more.");
    }
    commands.abort(row.desktop(), row.id());
    audit.record(caller, "abort", row.id().value());
    return new Accepted(row.id(), row.desktop());
  }
}
