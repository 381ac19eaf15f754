package io.labvm.contract.operation;

/**
 * The answer to an accepted command.
 *
 * @param repeated true when this operation id had been accepted before
 */
public record AcceptedOperation(OperationId operation, boolean repeated) {}
