package io.labvm.contract.operation;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What an operation workflow leaves behind, whether it succeeded or was undone. Operation workflows
 * return it in both cases; they fail only by a bug.
 *
 * @param last the operation's last picture; the desktop's workflow shows it, so that nobody sees
 *     the operation ended before the desktop takes the next command
 * @param phase the desktop's state afterwards; null when the desktop no longer exists
 * @param runningSinceMillis epoch milliseconds, null unless {@code phase} is running
 */
public record OperationOutcome(
    OperationSnapshot last,
    @Nullable DesktopPhase phase,
    @Nullable NodeId node,
    long epoch,
    @Nullable UpperId upper,
    @Nullable Long runningSinceMillis) {}
