package io.labvm.ui.accounts;

import io.labvm.ui.audit.Actor;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;

/**
 * Who asks: handed to every service call, which checks ownership and role by it.
 *
 * @param address IP address the request came from, for limits and the audit
 */
public record Caller(AccountId account, Role role, String address) implements Actor {
  @Override
  public String actorId() {
    return account.value();
  }

  public boolean admin() {
    return role == Role.ADMIN;
  }

  /**
   * Refuses members.
   *
   * @throws ProblemException FORBIDDEN
   */
  @Override
  public void requireAdmin() {
    if (!admin()) {
      throw ProblemException.of(ProblemCode.FORBIDDEN, "Only admins may do this.");
    }
  }
}
