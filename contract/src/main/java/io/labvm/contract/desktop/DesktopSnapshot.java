package io.labvm.contract.desktop;

import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * What the pages show of a desktop; written by sequence number, an older one never overwrites a
 * newer.
 *
 * @param sequence grows with each change of this desktop, over continue-as-new too
 * @param runningSinceMillis epoch milliseconds of the last start, null when not running
 * @param operation the operation in progress, null when none
 */
public record DesktopSnapshot(
    DesktopId desktop,
    long sequence,
    DesktopPhase phase,
    @Nullable NodeId node,
    @Nullable Long runningSinceMillis,
    @Nullable OperationId operation) {}
