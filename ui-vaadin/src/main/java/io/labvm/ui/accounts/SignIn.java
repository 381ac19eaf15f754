package io.labvm.ui.accounts;

import io.labvm.ui.audit.Audit;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
   * Proves the account of this login and password. Unknown login and wrong password look the same,
   * also in time.
   *
   * @throws ProblemException BAD_CREDENTIALS, LOCKED_OUT with the time to wait, ACCOUNT_DENIED,
   *     ACCOUNT_FROZEN
   */
  public Proven signIn(String login, String password, String address) {
    if (login.length() > LONGEST || password.length() > LONGEST || login.indexOf(0) >= 0) {
      throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "Login or password is wrong.");
    }
    lockout.begin(login, address);
    AccountRows.Credentials found = proven(login, password);
    if (found == null) {
      // What is no login may be a password in the wrong field.
      audit.record(null, "sign-in-failed", accounts.exists(login) ? login : "", address);
      throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "Login or password is wrong.");
    }
    lockout.forgive(login, address);
    return new Proven(requireUsable(found.account()).id(), found.version());
  }

  private AccountRows.@Nullable Credentials proven(String login, String password) {
    Optional<AccountRows.Credentials> found = accounts.credentials(login);
    if (found.isEmpty()) {
      hashes.pretend(password);
      return null;
    }
    return hashes.matches(password, found.get().passwordHash()) ? found.get() : null;
  }

  /** Refuses accounts that may not be used. Pending ones may: they watch their registration. */
  public static Account requireUsable(Account account) {
    return switch (account.status()) {
      case PENDING, ACTIVE -> account;
      case DENIED ->
          throw ProblemException.decided(
              ProblemCode.ACCOUNT_DENIED, "The registration was refused.", account.statusReason());
      case FROZEN ->
          throw ProblemException.decided(
              ProblemCode.ACCOUNT_FROZEN, "The account is frozen.", account.statusReason());
    };
  }
}
