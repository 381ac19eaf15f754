package io.labvm.contract.control;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;

/**
 * Asks whether a desktop has ended on a node that it was taken from.
 *
 * @param epoch the newer one that was taken and assigned since
 * @param sinceMillis how long ago it was assigned
 */
public record FenceCheck(DesktopId desktop, NodeId node, long epoch, long sinceMillis) {}
