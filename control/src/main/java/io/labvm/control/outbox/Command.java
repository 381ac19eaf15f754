package io.labvm.control.outbox;

import java.util.Set;

/**
 * One row of the outbox.
 *
 * @param operation that it is or is about; for {@code note-node} and {@code adopt} the node
 * @param name wire form of an operation's kind, or {@code decide, abort, note-node, adopt}
 * @param payload JSON: an OperationRequest, for {@code decide} an ApprovalDecision, for {@code
 *     abort} an OperationId, for {@code note-node} a NodeNews, for {@code adopt} a RunningAt
 */
record Command(long id, String desktop, String operation, String name, String payload) {
  static final String NOTE_NODE = "note-node";
  static final String ADOPT = "adopt";

  /** Names that are no operations themselves. */
  private static final Set<String> OTHERS = Set.of("decide", "abort", NOTE_NODE, ADOPT);

  /** True when the row's operation is the command itself, not one that it is about. */
  boolean isOperation() {
    return !OTHERS.contains(name);
  }
}
