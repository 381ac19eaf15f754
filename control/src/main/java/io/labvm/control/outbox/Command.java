package io.labvm.control.outbox;

/**
 * One row of the outbox.
 *
 * @param operation that it is or is about; for {@code note-node} the node
 * @param name wire form of an operation's kind, or {@code decide, abort, note-node}
 * @param payload JSON: an OperationRequest, for {@code decide} an ApprovalDecision, for {@code
 *     abort} an OperationId, for {@code note-node} a NodeNews
 */
record Command(long id, String desktop, String operation, String name, String payload) {
  static final String NOTE_NODE = "note-node";

  /** True when the row's operation is the command itself, not one that it is about. */
  boolean isOperation() {
    return !name.equals("decide") && !name.equals("abort") && !name.equals(NOTE_NODE);
  }
}
