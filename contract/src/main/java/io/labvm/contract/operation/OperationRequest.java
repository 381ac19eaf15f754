package io.labvm.contract.operation;

import java.util.Objects;

/**
 * Somebody asks for an operation.
 *
 * @param requestedBy opaque account id, {@code system} or {@code schedule}; never a personal name
 * @param approvalRequired only for a registration: an admin has to decide first
 */
public record OperationRequest(
    OperationId operation, OperationKind kind, String requestedBy, boolean approvalRequired) {
  public OperationRequest {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestedBy, "requestedBy");
  }
}
