package io.labvm.control.outbox;

/**
 * One row of the outbox.
 *
 * @param name {@code register, start, stop, restart-session, rotate-secret, delete, decide, abort}
 * @param payload JSON: an OperationRequest, for {@code decide} an ApprovalDecision, for {@code
 *     abort} an OperationId
 */
record Command(long id, String desktop, String operation, String name, String payload) {
  /** True when the row's operation is the command itself, not one that it is about. */
  boolean isOperation() {
    return !name.equals("decide") && !name.equals("abort");
  }
}
