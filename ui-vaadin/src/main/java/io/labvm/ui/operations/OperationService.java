package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Operations, newest first; a member sees those of the own desktops, an admin all. */
public interface OperationService {
  /**
   * One operation, with the live progress of its running step (at most a second old; left out while
   * Temporal does not answer).
   *
   * @param locale language of the errors' texts
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND when unknown or foreign
   */
  OperationView get(Caller caller, OperationId operation, Locale locale);

  /** The newest operations of one desktop, without live progress. */
  List<OperationView> ofDesktop(Caller caller, DesktopId desktop, int limit, Locale locale);

  /** The newest operation of a kind, of those of the last time, without live progress. */
  Optional<OperationView> newest(
      Caller caller, DesktopId desktop, OperationKind kind, Duration within, Locale locale);

  /** The newest operations the caller may see, without live progress. */
  List<OperationView> recent(Caller caller, int limit, Locale locale);

  /** How long the last successful operation of this kind took on this desktop, else on any. */
  Optional<Duration> lastDuration(Caller caller, DesktopId desktop, OperationKind kind);

  /**
   * Asks to cancel a queued or running operation; its finished steps are undone. Repeating it is
   * harmless.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when it has ended
   */
  Accepted abort(Caller caller, OperationId operation);
}
