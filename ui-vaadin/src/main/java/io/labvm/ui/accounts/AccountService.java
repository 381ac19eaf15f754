package io.labvm.ui.accounts;

import java.util.List;

/** Accounts: reading, and what members and admins may change. Every change is audited. */
public interface AccountService {
  /** Checks a login name while it is typed; needs no account. */
  LoginCheck checkLogin(String login);

  /** The caller's own account. */
  Account own(Caller caller);

  /** All accounts by login; admins only. */
  List<Account> all(Caller caller);

  /**
   * Sets a new password and ends all tokens and other sessions of the account.
   *
   * @throws io.labvm.ui.problem.ProblemException INVALID at {@code oldPassword} or {@code
   *     newPassword}; LOCKED_OUT after too many wrong ones
   */
  void changePassword(Caller caller, String oldPassword, String newPassword);

  /**
   * Changes profile data.
   *
   * @throws io.labvm.ui.problem.ProblemException INVALID, with every wrong field
   */
  Account changeProfile(Caller caller, ProfileChange change);

  /**
   * Replaces the SSH keys; running desktops take them over at their next start or rotation.
   *
   * @param keys lines of {@code authorized_keys} without options; empty removes all
   * @throws io.labvm.ui.problem.ProblemException INVALID at {@code sshKeys}, naming the line
   */
  Account changeSshKeys(Caller caller, String keys);

  /** Closes an account and ends its sessions and tokens; admins only, never their own. */
  void freeze(Caller caller, AccountId account, String reason);

  /** Opens a frozen account again; admins only. */
  void unfreeze(Caller caller, AccountId account);
}
