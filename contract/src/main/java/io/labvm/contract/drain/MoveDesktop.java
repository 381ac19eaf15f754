package io.labvm.contract.drain;

import io.labvm.contract.operation.OperationId;

/**
 * One desktop of a drain is to be moved.
 *
 * @param operation the switch's; the same when it is asked for again
 * @param requestedBy opaque account id
 */
public record MoveDesktop(DrainLeg leg, OperationId operation, String requestedBy) {}
