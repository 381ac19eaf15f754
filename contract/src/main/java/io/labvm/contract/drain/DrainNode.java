package io.labvm.contract.drain;

import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import java.util.Objects;

/**
 * Somebody asks for a node to be emptied, or for its desktops to come home.
 *
 * @param drain names this request; opaque
 * @param home true to move back those that the last drain moved away and that are where it put them
 * @param atOnce moves at the same time, 1 to {@link #MOST_AT_ONCE}
 * @param requestedBy opaque account id
 */
public record DrainNode(
    OperationId drain, NodeId node, boolean home, int atOnce, String requestedBy) {
  public static final int MOST_AT_ONCE = 16;

  public DrainNode {
    Objects.requireNonNull(drain, "drain");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(requestedBy, "requestedBy");
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new IllegalArgumentException("moves at once: " + atOnce);
    }
  }
}
