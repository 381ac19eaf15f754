package io.labvm.contract.operation;

import java.util.Objects;

/**
 * Somebody asks for an operation.
 *
 * @param requestedBy opaque account id, {@link #SYSTEM} or {@link #SCHEDULE}; never a personal name
 * @param approvalRequired only for a registration: an admin has to decide first
 */
public record OperationRequest(
    OperationId operation, OperationKind kind, String requestedBy, boolean approvalRequired) {
  /** Asks in the name of nobody: what should run and does not. */
  public static final String SYSTEM = "system";

  /** Asks in the name of a desktop's schedule of backups. */
  public static final String SCHEDULE = "schedule";

  public OperationRequest {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestedBy, "requestedBy");
  }
}
