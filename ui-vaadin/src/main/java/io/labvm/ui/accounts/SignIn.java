package io.labvm.ui.accounts;

import io.labvm.ui.audit.Audit;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Proves who somebody is by login and password; for pages and API alike. */
@Component
public class SignIn {
  private static final int LONGEST = 1_000;

  private final AccountRows accounts;
  private final PasswordHashes hashes;
  private final Lockout lockout;
  private final Audit audit;

  SignIn(AccountRows accounts, PasswordHashes hashes, Lockout lockout, Audit audit) {
    this.accounts = accounts;
    this.hashes = hashes;
    this.lockout = lockout;
    this.audit = audit;
  }

  /**
   * The account of this login and password. Unknown login and wrong password look the same, also in
   * time.
   *
   * @throws ProblemException BAD_CREDENTIALS, LOCKED_OUT with the time to wait, ACCOUNT_DENIED,
   *     ACCOUNT_FROZEN
   */
  public Account signIn(String login, String password, String address) {
    if (login.length() > LONGEST || password.length() > LONGEST || login.indexOf(0) >= 0) {
      throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "Login or password is wrong.");
    }
    lockout.begin(login, address);
    Account account = proven(login, password);
    if (account == null) {
      audit.record(null, "sign-in-failed", login.length() > 64 ? "" : login, address);
      throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "Login or password is wrong.");
    }
    lockout.forgive(login, address);
    return requireUsable(account);
  }

  private @org.jspecify.annotations.Nullable Account proven(String login, String password) {
    Optional<AccountRows.Credentials> found = accounts.credentials(login);
    if (found.isEmpty()) {
      hashes.pretend(password);
      return null;
    }
    return hashes.matches(password, found.get().passwordHash()) ? found.get().account() : null;
  }

  /** Refuses accounts that may not be used. Pending ones may: they watch their registration. */
  public static Account requireUsable(Account account) {
    return switch (account.status()) {
      case PENDING, ACTIVE -> account;
      case DENIED ->
          throw ProblemException.of(ProblemCode.ACCOUNT_DENIED, "The registration was refused.");
      case FROZEN ->
          throw ProblemException.of(ProblemCode.ACCOUNT_FROZEN, "The account is frozen.");
    };
  }
}
