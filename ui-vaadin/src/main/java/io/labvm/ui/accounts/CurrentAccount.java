package io.labvm.ui.accounts;

import java.time.Duration;
import java.util.Optional;

/**
 * The signed-in account of the current request or Vaadin session. Take it when a view is opened and
 * keep the {@link Caller}: threads in the background have no current account.
 */
public interface CurrentAccount {
  /** The account as it is now in the database; empty when nobody is signed in. */
  Optional<Account> find();

  /**
   * Who asks.
   *
   * @throws io.labvm.ui.problem.ProblemException UNAUTHENTICATED when nobody is signed in
   */
  Caller caller();

  /** IP address of the current request; for calls without an account, such as a registration. */
  String address();

  /**
   * Signs the account in for the current browser, which comes back without a password after a
   * restart of the portal; the session's id changes. Only inside a request.
   *
   * @throws io.labvm.ui.problem.ProblemException BAD_CREDENTIALS when they changed in the meantime
   */
  void signIn(Proven account, Stay stay);

  /** How long browsers stay signed in. */
  Duration length(Stay stay);
}
