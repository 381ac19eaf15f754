package io.labvm.contract.desktop;

import io.labvm.contract.node.NodeId;

/**
 * What became of the node that a desktop is on.
 *
 * @param lost true when the node is lost; false when it answers again and the desktop still runs
 *     there
 */
public record NodeNews(NodeId node, boolean lost) {}
