package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;

/** Who wants to run a desktop, with which upper. */
public record TakeEpoch(DesktopId desktop, NodeId node, UpperId upper, OperationId operation) {}
