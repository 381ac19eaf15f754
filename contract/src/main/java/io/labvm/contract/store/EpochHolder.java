package io.labvm.contract.store;

import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;

/**
 * Who may run a desktop: what its newest epoch says.
 *
 * @param epoch 1 or more
 */
public record EpochHolder(long epoch, NodeId node, UpperId upper) {}
