package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.node.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks for an operation.
 *
 * @param requestedBy opaque account id, {@link #SYSTEM} or {@link #SCHEDULE}; never a personal name
 * @param approvalRequired only for a registration: an admin has to decide first
 * @param from only for what takes something from a version
 * @param to only for a switch: the node wanted, null for any
 */
public record OperationRequest(
    OperationId operation,
    OperationKind kind,
    String requestedBy,
    boolean approvalRequired,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FromVersion from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NodeId to) {
  /** Asks in the name of nobody: what should run and does not. */
  public static final String SYSTEM = "system";

  /** Asks in the name of a desktop's schedule of backups. */
  public static final String SCHEDULE = "schedule";

  public OperationRequest {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestedBy, "requestedBy");
  }

  /** One that takes nothing from a version. */
  public OperationRequest(
      OperationId operation, OperationKind kind, String requestedBy, boolean approvalRequired) {
    this(operation, kind, requestedBy, approvalRequired, null, null);
  }

  /** One that takes something from a version. */
  public OperationRequest(
      OperationId operation,
      OperationKind kind,
      String requestedBy,
      boolean approvalRequired,
      @Nullable FromVersion from) {
    this(operation, kind, requestedBy, approvalRequired, from, null);
  }

  /**
   * A switch of nodes.
   *
   * @param to null for any that fits
   */
  public static OperationRequest switching(
      OperationId operation, String requestedBy, @Nullable NodeId to) {
    return new OperationRequest(operation, OperationKind.SWITCH, requestedBy, false, null, to);
  }
}
