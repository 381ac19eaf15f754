package io.labvm.ui.desktops;

import static java.util.Objects.requireNonNull;

import io.labvm.contract.desktop.ApprovalDecision;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountRows;
import io.labvm.ui.accounts.AccountStatus;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.PasswordHashes;
import io.labvm.ui.audit.Audit;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.Commands;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.operations.RequestKeys;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Registrations in the database. */
@Service
class StoredRegistrations implements RegistrationService {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRegistrations.class);
  private static final int TRIES = 3;
  private static final int REASON_MAX = 500;

  private final RegistrationChecks checks;
  private final RegistrationLimit limit;
  private final PasswordHashes hashes;
  private final RegistrationRows rows;
  private final AccountRows accounts;
  private final DesktopRows desktops;
  private final Commands commands;
  private final RequestKeys keys;
  private final TransactionTemplate transaction;
  private final Audit audit;

  StoredRegistrations(
      RegistrationChecks checks,
      RegistrationLimit limit,
      PasswordHashes hashes,
      RegistrationRows rows,
      AccountRows accounts,
      DesktopRows desktops,
      Commands commands,
      RequestKeys keys,
      TransactionTemplate transaction,
      Audit audit) {
    this.checks = checks;
    this.limit = limit;
    this.hashes = hashes;
    this.rows = rows;
    this.accounts = accounts;
    this.desktops = desktops;
    this.commands = commands;
    this.keys = keys;
    this.transaction = transaction;
    this.audit = audit;
  }

  /** The hash, slow by design, is made outside the transaction. */
  @Override
  public Registered register(NewMember member, String address, RequestKey key) {
    CheckedMember checked = checks.check(member);
    RequestKeys.Request request =
        new RequestKeys.Request("address " + address, key, RegistrationRows.content(member));
    if (!keys.known(request)) {
      limit.take(address);
    }
    String hash = hashes.hash(checked.password());
    return once(request, Registered.class, () -> rows.insert(checked, hash, address));
  }

  @Override
  public Accepted another(Caller caller, WantedDesktop wanted, RequestKey key) {
    if (caller.admin()) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "Admins have no desktop of their own; register a member.");
    }
    CheckedDesktop checked = checks.check(wanted);
    RequestKeys.Request request =
        new RequestKeys.Request(caller.actorId(), key, RegistrationRows.content(wanted));
    return once(request, Accepted.class, () -> rows.insertAnother(caller, checked));
  }

  @Override
  public Accepted fork(Caller caller, Origin origin, String name, RequestKey key) {
    String content = "fork " + origin.desktop() + " " + origin.version() + " " + name;
    RequestKeys.Request request = new RequestKeys.Request(caller.actorId(), key, content);
    return once(request, Accepted.class, () -> rows.insertFork(caller, origin, name));
  }

  private <T> T once(RequestKeys.Request request, Class<T> type, Supplier<T> work) {
    for (int left = TRIES; ; left--) {
      try {
        return requireNonNull(transaction.execute(_ -> keys.once(request, type, work)));
      } catch (DuplicateKeyException e) {
        // An address was given to another desktop by hand or by an older portal: take the next.
        if (left == 0) {
          throw e;
        }
        LOG.warn("an address was taken meanwhile; trying again", e);
      }
    }
  }

  @Override
  public List<WaitingRegistration> waiting(Caller caller) {
    caller.requireAdmin();
    return rows.waiting();
  }

  @Override
  public void approve(Caller caller, OperationId operation) {
    caller.requireAdmin();
    transaction.executeWithoutResult(
        _ -> decide(caller, new ApprovalDecision(operation, true, "")));
  }

  @Override
  public void deny(Caller caller, OperationId operation, String reason) {
    caller.requireAdmin();
    String text = reason.strip();
    if (text.length() > REASON_MAX) {
      throw ProblemException.invalid(
          List.of(new FieldProblem("reason", "too-long", "At most 500 characters.")));
    }
    transaction.executeWithoutResult(
        _ -> decide(caller, new ApprovalDecision(operation, false, text)));
  }

  /** The account's row is locked, so that of two decisions at once the second sees the first. */
  private void decide(Caller caller, ApprovalDecision decision) {
    RegistrationRows.Decidable found =
        rows.lockForDecision(decision.operation())
            .orElseThrow(() -> ProblemException.notFound("registration"));
    Account account = found.account();
    AccountStatus wanted = decision.approved() ? AccountStatus.ACTIVE : AccountStatus.DENIED;
    if (found.decided() && account.status() == wanted) {
      return;
    }
    if (found.decided() || account.status() != AccountStatus.PENDING) {
      throw ProblemException.of(
          ProblemCode.WRONG_STATE, "This registration does not wait for a decision.");
    }
    apply(found.desktop(), account, decision);
    audit.record(caller, decision.approved() ? "approve" : "deny", account.login());
  }

  private void apply(DesktopId desktop, Account account, ApprovalDecision decision) {
    if (decision.approved()) {
      accounts.setStatus(account.id(), AccountStatus.ACTIVE, null);
    } else {
      accounts.setStatus(account.id(), AccountStatus.DENIED, decision.reason());
      desktops.setWanted(desktop, "deleted");
    }
    commands.decide(desktop, decision);
  }
}
