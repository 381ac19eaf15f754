package io.labvm.ui.versions;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopTurns;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.OneLine;
import io.labvm.ui.problem.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Commands on versions, by the outbox like all others. */
@Service
class StoredTimeTravel implements TimeTravelService {
  private static final int LONGEST_NAME = 60;

  private final JdbcClient jdbc;
  private final DesktopService desktops;
  private final RegistrationService registrations;
  private final DesktopTurns turns;
  private final RequestKeys keys;

  StoredTimeTravel(
      JdbcClient jdbc,
      DesktopService desktops,
      RegistrationService registrations,
      DesktopTurns turns,
      RequestKeys keys) {
    this.jdbc = jdbc;
    this.desktops = desktops;
    this.registrations = registrations;
    this.turns = turns;
    this.keys = keys;
  }

  @Override
  @Transactional
  public Accepted restore(Caller caller, DesktopId desktop, long version, RequestKey key) {
    requireVersion(caller, desktop, version);
    return once(
        caller,
        desktop,
        new Wanted(
            OperationKind.RESTORE,
            FromVersion.whole(version),
            EnumSet.of(DesktopPhase.RUNNING, DesktopPhase.STOPPED)),
        key);
  }

  @Override
  @Transactional
  public Accepted copyBack(Caller caller, DesktopId desktop, FromVersion from, RequestKey key) {
    requireVersion(caller, desktop, from.version());
    CopyBackRules.requireComplete(from);
    return once(
        caller,
        desktop,
        new Wanted(OperationKind.COPY_BACK, from, EnumSet.of(DesktopPhase.RUNNING)),
        key);
  }

  private record Wanted(OperationKind kind, FromVersion from, Set<DesktopPhase> phases) {}

  private Accepted once(Caller caller, DesktopId desktop, Wanted wanted, RequestKey key) {
    String content = wanted.kind().wire() + " " + desktop + " " + wanted.from();
    RequestKeys.Request request = new RequestKeys.Request(caller.actorId(), key, content);
    return keys.once(request, Accepted.class, () -> queue(caller, desktop, wanted));
  }

  private Accepted queue(Caller caller, DesktopId desktop, Wanted wanted) {
    return turns.take(
        caller,
        desktop,
        wanted.kind(),
        wanted.phases(),
        operation ->
            new OperationRequest(operation, wanted.kind(), caller.actorId(), false, wanted.from()));
  }

  /** The registration's transaction is tried again, which could not happen within another. */
  @Override
  public Accepted fork(
      Caller caller, DesktopId desktop, long version, String name, RequestKey key) {
    requireVersion(caller, desktop, version);
    String shown = name.strip();
    if (!OneLine.is(shown)) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("name", "invalid", "At most 60 characters of one line.")));
    }
    if (shown.length() > LONGEST_NAME) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("name", "too-long", "At most 60 characters.")));
    }
    return registrations.fork(caller, new Origin(desktop, version), shown, key);
  }

  /** Version 0 is the bare base, which no rule removes. */
  private void requireVersion(Caller caller, DesktopId desktop, long version) {
    DesktopId seen = desktops.get(caller, desktop).id();
    boolean there =
        version == 0
            || jdbc.sql("select exists (select 1 from version where desktop = ? and number = ?)")
                .params(seen.value(), version)
                .query(Boolean.class)
                .single();
    if (!there) {
      throw ProblemException.notFound("version");
    }
  }
}
