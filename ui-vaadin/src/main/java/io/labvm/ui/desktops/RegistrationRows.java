package io.labvm.ui.desktops;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountRows;
import io.labvm.ui.accounts.AccountStatus;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.Commands;
import io.labvm.ui.operations.OpaqueIds;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.settings.SettingsService;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All rows of a registration, written together; and those that wait for a decision. */
@Component
class RegistrationRows {
  /** Forks counted in; each may take a whole desktop's share of a node. */
  private static final int MOST_DESKTOPS = 4;

  private final JdbcClient jdbc;
  private final AccountRows accounts;
  private final DesktopRows desktops;
  private final AddressRows addresses;
  private final VncSecrets secrets;
  private final Commands commands;
  private final SettingsService settings;
  private final Audit audit;
  private final PortalProperties properties;
  private final Clock clock;

  RegistrationRows(
      JdbcClient jdbc,
      AccountRows accounts,
      DesktopRows desktops,
      AddressRows addresses,
      VncSecrets secrets,
      Commands commands,
      SettingsService settings,
      Audit audit,
      PortalProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.desktops = desktops;
    this.addresses = addresses;
    this.secrets = secrets;
    this.commands = commands;
    this.settings = settings;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * A registration found for a decision; its account's row is locked.
   *
   * @param decided true when a decision was sent before
   */
  record Decidable(Account account, DesktopId desktop, boolean decided) {}

  /** All fields in one text, for the digest of a request key. */
  static String content(NewMember m) {
    return content(
        "register",
        m.login(),
        m.displayName(),
        m.mail(),
        m.phone(),
        m.password(),
        m.base(),
        m.node(),
        m.language());
  }

  static String content(WantedDesktop wanted) {
    return content("desktop", wanted.base(), wanted.node(), wanted.language());
  }

  private static String content(String kind, @Nullable String... fields) {
    return Stream.of(fields)
        .map(field -> field == null ? "-" : field.length() + ":" + field)
        .collect(Collectors.joining("\n", kind + "\n", ""));
  }

  /** Inserts account, desktop, addresses, secret, operation, command and audit line. */
  Registered insert(CheckedMember member, String passwordHash, String address) {
    boolean approval = settings.current().approvalRequired();
    AccountId account = new AccountId(OpaqueIds.next());
    if (!accounts.insert(account(account, member, approval), passwordHash)) {
      throw ProblemException.of(
          ProblemCode.DUPLICATE_LOGIN,
          new FieldProblem("login", "taken", "This login name is taken."));
    }
    Accepted accepted = insertDesktop(account, member.login(), member.desktop(), approval);
    audit.record(account.value(), "register", member.login(), address);
    return new Registered(account, accepted.operation(), accepted.desktop());
  }

  /**
   * Inserts a desktop of a member who has none, with addresses, secret, operation and command. Of
   * two requests at once the second sees what the first has made.
   */
  Accepted insertAnother(Caller caller, CheckedDesktop wanted) {
    Account owner = accounts.lock(caller.account());
    if (!desktops.ownedBy(owner.id()).isEmpty()) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "You have a desktop; a new one can be made when it is deleted.");
    }
    Accepted accepted = insertDesktop(owner.id(), owner.login(), wanted, false);
    audit.record(caller, "register", accepted.desktop().value());
    return accepted;
  }

  /** Inserts a desktop that begins with a version of another, under the same rules. */
  Accepted insertFork(Caller caller, Origin origin, String name) {
    DesktopRow like =
        desktops
            .find(caller, origin.desktop())
            .orElseThrow(() -> ProblemException.notFound("desktop"));
    Account owner = accounts.lock(like.owner());
    if (desktops.ownedBy(owner.id()).size() >= MOST_DESKTOPS) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE,
          "A member has at most %d desktops; delete one first.".formatted(MOST_DESKTOPS));
    }
    CheckedDesktop wanted =
        new CheckedDesktop(
            like.base(), like.sshPort() != null, like.placement().wantedNode(), like.language());
    Accepted accepted = insertDesktop(owner.id(), like.login(), wanted, false);
    desktops.fork(accepted.desktop(), origin, name.isEmpty() ? like.login() : name);
    audit.record(caller, "fork", accepted.desktop().value());
    return accepted;
  }

  private Accepted insertDesktop(
      AccountId owner, String login, CheckedDesktop wanted, boolean approval) {
    DesktopId desktop = new DesktopId(OpaqueIds.next());
    addresses.takeTurn();
    desktops.insert(
        new DesktopRows.NewDesktop(
            desktop,
            owner,
            login,
            wanted.base(),
            wanted.node(),
            wanted.language(),
            limits(),
            addresses.freeIp(),
            approval ? DesktopPhase.WAITING_FOR_APPROVAL : DesktopPhase.CREATING,
            clock.instant()));
    addresses.giveVnc(desktop);
    if (wanted.ssh()) {
      addresses.giveSsh(desktop);
    }
    secrets.renew(desktop);
    OperationId operation = new OperationId(OpaqueIds.next());
    commands.queue(
        desktop, new OperationRequest(operation, OperationKind.REGISTER, owner.value(), approval));
    return new Accepted(operation, desktop);
  }

  private Account account(AccountId id, CheckedMember member, boolean approval) {
    return new Account(
        id,
        member.login(),
        member.displayName(),
        member.mail(),
        member.phone(),
        Role.MEMBER,
        approval ? AccountStatus.PENDING : AccountStatus.ACTIVE,
        null,
        member.desktop().language(),
        "",
        clock.instant());
  }

  private Limits limits() {
    PortalProperties.DesktopLimits limits = properties.limits();
    long memory = limits.memory().toBytes();
    return new Limits(limits.milliCpus(), memory, limits.pids(), memory / 2);
  }

  List<WaitingRegistration> waiting() {
    return jdbc.sql(
            """
            select o.id, d.owner, d.base, d.wanted_node, o.created_at from operation o
            join desktop d on d.id = o.desktop join account a on a.id = d.owner
            where o.kind = 'register' and o.ended_at is null and a.status = 'pending'
            order by o.created_at, o.id""")
        .query(
            (rs, _) ->
                new WaitingRegistration(
                    new OperationId(rs.getString("id")),
                    accounts.find(new AccountId(rs.getString("owner"))).orElseThrow(),
                    rs.getString("base"),
                    rs.getString("wanted_node"),
                    rs.getObject("created_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** What is read after the lock is what a decision at the same time has left. */
  Optional<Decidable> lockForDecision(OperationId operation) {
    Optional<String> desktop =
        jdbc.sql(
                """
                select o.desktop from operation o
                join desktop d on d.id = o.desktop join account a on a.id = d.owner
                where o.id = ? and o.kind = 'register' for update of a""")
            .param(operation.value())
            .query(String.class)
            .optional();
    return desktop.map(id -> decidable(operation, new DesktopId(id)));
  }

  private Decidable decidable(OperationId operation, DesktopId desktop) {
    String owner =
        jdbc.sql("select owner from desktop where id = ?")
            .param(desktop.value())
            .query(String.class)
            .single();
    boolean decided =
        jdbc.sql("select exists (select 1 from outbox where operation = ? and command = 'decide')")
            .param(operation.value())
            .query(Boolean.class)
            .single();
    return new Decidable(accounts.find(new AccountId(owner)).orElseThrow(), desktop, decided);
  }
}
