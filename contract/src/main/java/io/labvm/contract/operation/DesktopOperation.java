package io.labvm.contract.operation;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Input of every operation workflow: the request and what the entity knew when it began.
 *
 * @param phase the desktop's state before
 * @param node where the desktop is or was last, null before its first placement
 * @param epoch newest epoch taken, 0 before the first
 * @param upper its upper on {@code node}, null before the first mount
 * @param runningSinceMillis epoch milliseconds of the last start, null when not running
 */
public record DesktopOperation(
    OperationRequest request,
    DesktopSpec spec,
    DesktopPhase phase,
    @Nullable NodeId node,
    long epoch,
    @Nullable UpperId upper,
    @Nullable Long runningSinceMillis) {}
