package io.labvm.ui.accounts;

import io.labvm.ui.audit.Audit;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts in the database. */
@Service
class StoredAccounts implements AccountService {
  private static final int SUGGESTIONS = 2;

  private final AccountRows accounts;
  private final PasswordHashes hashes;
  private final SignIn signIn;
  private final Tokens tokens;
  private final SignIns signIns;
  private final BuiltInAdmin admin;
  private final Audit audit;

  StoredAccounts(
      AccountRows accounts,
      PasswordHashes hashes,
      SignIn signIn,
      Tokens tokens,
      SignIns signIns,
      BuiltInAdmin admin,
      Audit audit) {
    this.accounts = accounts;
    this.hashes = hashes;
    this.signIn = signIn;
    this.tokens = tokens;
    this.signIns = signIns;
    this.admin = admin;
    this.audit = audit;
  }

  @Override
  public LoginCheck checkLogin(String login) {
    FieldChecks checks = new FieldChecks();
    checks.login(login);
    List<FieldProblem> problems = checks.problems();
    if (problems.isEmpty()) {
      return accounts.exists(login) ? taken(login) : new LoginCheck(null, List.of());
    }
    FieldProblem problem = problems.getFirst();
    boolean near = problem.code().equals("reserved");
    return new LoginCheck(problem, near ? suggestions(login) : List.of());
  }

  private LoginCheck taken(String login) {
    return new LoginCheck(
        new FieldProblem("login", "taken", "This login name is taken."), suggestions(login));
  }

  private List<String> suggestions(String login) {
    String stem = login.length() > 28 ? login.substring(0, 28) : login;
    return IntStream.rangeClosed(2, 99)
        .mapToObj(n -> stem + n)
        .filter(name -> !accounts.exists(name))
        .limit(SUGGESTIONS)
        .toList();
  }

  @Override
  public Account own(Caller caller) {
    return accounts.find(caller.account()).orElseThrow(() -> ProblemException.notFound("account"));
  }

  @Override
  public List<Account> all(Caller caller) {
    caller.requireAdmin();
    return accounts.all();
  }

  /** Not one transaction: a wrong old password must be counted although the change is refused. */
  @Override
  public void changePassword(Caller caller, String oldPassword, String newPassword) {
    Account account = own(caller);
    FieldChecks checks = new FieldChecks();
    checks.password("newPassword", newPassword, account.login());
    checks.throwIfAny();
    proveOld(account, oldPassword, caller.address());
    accounts.setPassword(account.id(), hashes.hash(newPassword));
    tokens.revokeAll(account.id());
    signIns.endAll(account.id());
    audit.record(caller, "change-password", account.login());
    admin.passwordChanged(account);
  }

  private void proveOld(Account account, String oldPassword, String address) {
    try {
      signIn.signIn(account.login(), oldPassword, address);
    } catch (ProblemException e) {
      if (e.code() != ProblemCode.BAD_CREDENTIALS) {
        throw e;
      }
      throw ProblemException.invalid(
          List.of(new FieldProblem("oldPassword", "wrong", "This is not your present password.")));
    }
  }

  @Override
  @Transactional
  public Account changeProfile(Caller caller, ProfileChange change) {
    Account old = own(caller);
    FieldChecks checks = new FieldChecks();
    Account account =
        new Account(
            old.id(),
            old.login(),
            change.displayName() == null
                ? old.displayName()
                : checks.displayName(change.displayName(), old.login()),
            change.mail() == null ? old.mail() : checks.mail(change.mail()),
            change.phone() == null ? old.phone() : checks.phone(change.phone()),
            old.role(),
            old.status(),
            old.statusReason(),
            change.language() == null ? old.language() : checks.language(change.language()),
            old.sshKeys(),
            old.createdAt());
    return keep(caller, account, checks, "change-profile");
  }

  @Override
  @Transactional
  public Account changeSshKeys(Caller caller, String keys) {
    Account old = own(caller);
    FieldChecks checks = new FieldChecks();
    Account account =
        new Account(
            old.id(),
            old.login(),
            old.displayName(),
            old.mail(),
            old.phone(),
            old.role(),
            old.status(),
            old.statusReason(),
            old.language(),
            SshKeys.normalised(keys, checks),
            old.createdAt());
    return keep(caller, account, checks, "change-ssh-keys");
  }

  private Account keep(Caller caller, Account account, FieldChecks checks, String action) {
    checks.throwIfAny();
    accounts.update(account);
    audit.record(caller, action, account.login());
    return account;
  }

  @Override
  @Transactional
  public void freeze(Caller caller, AccountId id, String reason) {
    caller.requireAdmin();
    if (id.equals(caller.account())) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "You cannot freeze your own account.");
    }
    Account account = known(id);
    if (account.status() != AccountStatus.ACTIVE) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "Only an active account can be frozen.");
    }
    accounts.setStatus(id, AccountStatus.FROZEN, reason.strip());
    tokens.revokeAll(id);
    signIns.endAll(id);
    audit.record(caller, "freeze", account.login());
  }

  @Override
  @Transactional
  public void unfreeze(Caller caller, AccountId id) {
    caller.requireAdmin();
    Account account = known(id);
    if (account.status() != AccountStatus.FROZEN) {
      throw ProblemException.of(ProblemCode.WRONG_STATE, "The account is not frozen.");
    }
    accounts.setStatus(id, AccountStatus.ACTIVE, null);
    audit.record(caller, "unfreeze", account.login());
  }

  private Account known(AccountId id) {
    return accounts.find(id).orElseThrow(() -> ProblemException.notFound("account"));
  }
}
