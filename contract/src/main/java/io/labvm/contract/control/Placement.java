package io.labvm.contract.control;

import io.labvm.contract.node.NodeId;

/** The chosen node. */
public record Placement(NodeId node) {}
