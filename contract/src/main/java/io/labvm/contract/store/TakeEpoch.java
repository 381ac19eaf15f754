package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;

/**
 * Who wants to run a desktop, with which upper.
 *
 * @param above the epoch taken is greater than this one; guards a desktop that was in the trash
 *     meanwhile against starting to count again
 */
public record TakeEpoch(
    DesktopId desktop, NodeId node, UpperId upper, long above, OperationId operation) {}
