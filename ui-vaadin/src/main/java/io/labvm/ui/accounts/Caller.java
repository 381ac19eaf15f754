package io.labvm.ui.accounts;

/**
 * Who asks: handed to every service call, which checks ownership and role by it.
 *
 * @param address IP address the request came from, for limits and the audit
 */
public record Caller(AccountId account, Role role, String address) {
  public boolean admin() {
    return role == Role.ADMIN;
  }
}
