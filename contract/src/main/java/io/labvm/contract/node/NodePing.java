package io.labvm.contract.node;

/** Who answered. */
public record NodePing(NodeId node, String bootId, String version) {}
