package io.labvm.contract.control;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;

/** Who holds a desktop. */
public record AssignDesktop(DesktopId desktop, NodeId node, long epoch, UpperId upper) {}
