package io.labvm.ui.page.signin;

import io.labvm.ui.accounts.Proven;

/** Proves who somebody is. */
interface PasswordCheck {
  /**
   * The account of this login and password.
   *
   * @param address where the request came from
   * @throws io.labvm.ui.problem.ProblemException BAD_CREDENTIALS, LOCKED_OUT with the time to wait,
   *     ACCOUNT_DENIED, ACCOUNT_FROZEN
   */
  Proven check(String login, String password, String address);
}
