package io.labvm.ui.accounts;

/**
 * An account that has proven itself just now.
 *
 * @param version of the credentials it did so by: what is made from this is worth nothing once
 *     there are newer ones
 */
public record Proven(AccountId account, int version) {
  /** An account made by this very request. */
  public static Proven registered(AccountId account) {
    return new Proven(account, AccountRows.FIRST_VERSION);
  }
}
