package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.Commands;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Desktops in the database; commands leave through the outbox. */
@Service
class StoredDesktops implements DesktopService {
  private final DesktopRows rows;
  private final ToldRows told;
  private final VncSecrets secrets;
  private final Commands commands;
  private final RequestKeys keys;
  private final Audit audit;
  private final PortalProperties properties;

  StoredDesktops(
      DesktopRows rows,
      ToldRows told,
      VncSecrets secrets,
      Commands commands,
      RequestKeys keys,
      Audit audit,
      PortalProperties properties) {
    this.rows = rows;
    this.told = told;
    this.secrets = secrets;
    this.commands = commands;
    this.keys = keys;
    this.audit = audit;
    this.properties = properties;
  }

  @Override
  public List<DesktopView> own(Caller caller) {
    return rows.ownedBy(caller.account()).stream().map(this::view).toList();
  }

  @Override
  public List<DesktopView> all(Caller caller) {
    caller.requireAdmin();
    return rows.all().stream().map(this::view).toList();
  }

  @Override
  public DesktopView get(Caller caller, DesktopId desktop) {
    return view(known(caller, desktop));
  }

  @Override
  public Optional<UseView> use(Caller caller, DesktopId desktop) {
    return known(caller, desktop).phase() == DesktopPhase.RUNNING
        ? told.use(desktop)
        : Optional.empty();
  }

  @Override
  public List<MemoryKillView> memoryKills(Caller caller, DesktopId desktop) {
    return told.kills(known(caller, desktop).id());
  }

  private DesktopRow known(Caller caller, DesktopId desktop) {
    return rows.find(caller, desktop).orElseThrow(() -> ProblemException.notFound("desktop"));
  }

  @Override
  @Transactional
  public String vncSecret(Caller caller, DesktopId desktop) {
    if (!known(caller, desktop).owner().equals(caller.account())) {
      throw ProblemException.notFound("desktop");
    }
    audit.record(caller, "reveal-secret", desktop.value());
    return secrets.read(desktop);
  }

  @Override
  @Transactional
  public Accepted command(
      Caller caller, DesktopId desktop, DesktopCommand command, RequestKey key) {
    known(caller, desktop);
    String content = "command " + command + " " + desktop;
    RequestKeys.Request request = new RequestKeys.Request(caller.actorId(), key, content);
    return keys.once(request, Accepted.class, () -> queue(caller, desktop, command));
  }

  private Accepted queue(Caller caller, DesktopId desktop, DesktopCommand command) {
    rows.lock(desktop);
    Optional<OperationId> same = rows.open(desktop, command.kind());
    if (same.isPresent()) {
      return new Accepted(same.get(), desktop);
    }
    DesktopRow row = known(caller, desktop);
    if (!CommandRules.allows(command, row.phase(), row.openOperation() != null)) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, refusal(command, row));
    }
    apply(command, desktop);
    OperationId operation = new OperationId(OpaqueIds.next());
    commands.queue(desktop, request(operation, command, caller.actorId()));
    audit.record(caller, command.action(), desktop.value());
    return new Accepted(operation, desktop);
  }

  private static OperationRequest request(
      OperationId operation, DesktopCommand command, String asker) {
    return command == DesktopCommand.REPAIR_GPU
        ? OperationRequest.startingAnew(operation, asker)
        : new OperationRequest(operation, command.kind(), asker, false);
  }

  private void apply(DesktopCommand command, DesktopId desktop) {
    switch (command) {
      case START -> rows.setWanted(desktop, "running");
      case STOP -> rows.setWanted(desktop, "stopped");
      case DELETE -> rows.setWanted(desktop, "deleted");
      case ROTATE_SECRET -> secrets.renew(desktop);
      case RESTART_SESSION, BACKUP, REPAIR_GPU -> {}
    }
  }

  private static String refusal(DesktopCommand command, DesktopRow row) {
    String state = "The desktop is " + row.phase().wire();
    OperationId open = row.openOperation();
    return open == null
        ? state + "; it cannot " + command.kind().wire() + " now."
        : state + "; operation " + open + " is in progress.";
  }

  private DesktopView view(DesktopRow row) {
    return new DesktopView(
        row.id(),
        row.name(),
        row.login(),
        row.ownerLogin(),
        row.ownerName(),
        row.phase(),
        row.badges(),
        row.placement().node(),
        row.placement().wantedNode(),
        row.base(),
        row.language(),
        row.limits(),
        addresses(row),
        row.runningSince(),
        row.openOperation(),
        row.recoveryPoint(),
        row.startsElsewhereAt(),
        row.createdAt(),
        CommandRules.allowed(row.phase(), row.openOperation() != null));
  }

  private Addresses addresses(DesktopRow row) {
    Integer vnc = row.vncPort();
    Integer ssh = row.sshPort();
    return new Addresses(
        vnc == null ? "" : hostPort(vnc),
        ssh == null ? null : hostPort(ssh),
        properties.publicUrl() + "/desktops/" + row.id() + "/screen");
  }

  private String hostPort(int port) {
    String host = properties.publicHost();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
