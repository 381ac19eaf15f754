package io.labvm.ui.desktops;

import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.RequestKey;
import java.util.List;

/**
 * Registrations: an account and its desktop in one transaction, and an admin's decision on them.
 */
public interface RegistrationService {
  /**
   * Takes a registration. With the same key and the same data the first answer is given again.
   *
   * @param address IP address of the caller, for limits and as the caller of the key
   * @throws io.labvm.ui.problem.ProblemException INVALID with every wrong field; DUPLICATE_LOGIN;
   *     TOO_MANY_REGISTRATIONS; IDEMPOTENCY_KEY_REUSED; NO_CAPACITY when no address is free
   */
  Registered register(NewMember member, String address, RequestKey key);

  /**
   * Makes a desktop for a member who has none any more, e.g. after a deleted or failed one; the
   * account is kept. With the same key and the same data the first answer is given again.
   *
   * @throws io.labvm.ui.problem.ProblemException INVALID with every wrong field; WRONG_STATE while
   *     the member has a desktop, and for admins, who have none; IDEMPOTENCY_KEY_REUSED;
   *     NO_CAPACITY when no address is free
   */
  Accepted another(Caller caller, WantedDesktop wanted, RequestKey key);

  /**
   * Makes another desktop of a version, for the owner of the desktop it is of and shaped like that
   * one. The caller has been found to see both.
   *
   * @param name shown in lists; empty for the login
   * @throws io.labvm.ui.problem.ProblemException WRONG_STATE when the owner has as many desktops as
   *     one may; IDEMPOTENCY_KEY_REUSED; NO_CAPACITY when no address is free
   */
  Accepted fork(Caller caller, Origin origin, String name, RequestKey key);

  /** Registrations that wait for a decision, oldest first; admins only. */
  List<WaitingRegistration> waiting(Caller caller);

  /**
   * Lets a waiting registration go on. Repeating it is harmless.
   *
   * @throws io.labvm.ui.problem.ProblemException NOT_FOUND; WRONG_STATE when it was denied or does
   *     not wait
   */
  void approve(Caller caller, OperationId operation);

  /**
   * Refuses a waiting registration; the account is kept as denied. Repeating it is harmless.
   *
   * @param reason shown to the member; at most 500 characters
   */
  void deny(Caller caller, OperationId operation, String reason);
}
