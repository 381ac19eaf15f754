package io.labvm.contract.operation;

import io.labvm.contract.node.NodeId;

/**
 * What a switch came to.
 *
 * @param from the node left
 * @param to the node it runs on now
 * @param aheadBytes of layers that the new node lacked, copied there while it ran
 * @param pauseBytes of content shipped while it stood still
 * @param unreachableMillis from the last connection let in before to the first let in after; 0 of a
 *     desktop that was stopped
 */
public record Moved(
    NodeId from, NodeId to, long aheadBytes, long pauseBytes, long unreachableMillis) {}
