package io.labvm.contract.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.node.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asks for an operation.
 *
 * @param requestedBy opaque account id, {@link #SYSTEM}, {@link #SCHEDULE} or {@link #POLICY};
 *     never a personal name
 * @param approvalRequired only for a registration: an admin has to decide first
 * @param from only for what takes something from a version
 * @param to only for a switch: the node wanted, null for any
 * @param limits only for a change of limits: all that are to hold from then on
 * @param anew only for a start, true or null: also of a desktop that runs, whose programs end
 */
public record OperationRequest(
    OperationId operation,
    OperationKind kind,
    String requestedBy,
    boolean approvalRequired,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FromVersion from,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NodeId to,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Limits limits,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean anew) {
  /** Asks in the name of nobody: what should run and does not. */
  public static final String SYSTEM = "system";

  /** Asks in the name of a desktop's schedule of backups. */
  public static final String SCHEDULE = "schedule";

  /** Asks in the name of a rule that an admin has set. */
  public static final String POLICY = "policy";

  public OperationRequest {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(requestedBy, "requestedBy");
  }

  /** One that takes nothing from a version. */
  public OperationRequest(
      OperationId operation, OperationKind kind, String requestedBy, boolean approvalRequired) {
    this(operation, kind, requestedBy, approvalRequired, null, null, null, null);
  }

  /** One that takes something from a version. */
  public OperationRequest(
      OperationId operation,
      OperationKind kind,
      String requestedBy,
      boolean approvalRequired,
      @Nullable FromVersion from) {
    this(operation, kind, requestedBy, approvalRequired, from, null, null, null);
  }

  /**
   * A switch of nodes.
   *
   * @param to null for any that fits
   */
  public static OperationRequest switching(
      OperationId operation, String requestedBy, @Nullable NodeId to) {
    return new OperationRequest(
        operation, OperationKind.SWITCH, requestedBy, false, null, to, null, null);
  }

  /** A change of limits. */
  public static OperationRequest limiting(
      OperationId operation, String requestedBy, Limits limits) {
    return new OperationRequest(
        operation, OperationKind.LIMITS, requestedBy, false, null, null, limits, null);
  }

  /** A start, also of a desktop that runs. */
  public static OperationRequest startingAnew(OperationId operation, String requestedBy) {
    return new OperationRequest(
        operation, OperationKind.START, requestedBy, false, null, null, null, true);
  }
}
