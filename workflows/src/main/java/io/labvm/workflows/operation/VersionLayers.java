package io.labvm.workflows.operation;

import io.labvm.contract.node.FetchLayers;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.store.StackOf;
import io.labvm.contract.store.StoredStack;

/** Brings what a version consists of to a node before it is needed there. */
final class VersionLayers {
  private VersionLayers() {}

  /** Fetches what the node does not have; answers what the version consists of. */
  static StoredStack fetch(OperationRun run, NodeId node, StackOf version) {
    StoredStack stack = run.calls().store().stack(version);
    var _ = copy(run, node, stack);
    return stack;
  }

  /** Fetches what the node does not have; answers how many bytes that were. */
  static long copy(OperationRun run, NodeId node, StoredStack stack) {
    return stack.layers().isEmpty()
        ? 0
        : run.calls().nodeIo(node).fetchLayers(new FetchLayers(stack.layers())).bytesCopied();
  }
}
