package io.labvm.contract.desktop;

import io.labvm.contract.node.NodeId;

/**
 * A node says that a desktop runs there, at an epoch the control plane knows nothing of: so it was
 * restored from a backup that is older.
 *
 * @param epoch 1 or more
 */
public record RunningAt(NodeId node, long epoch) {}
