package io.labvm.contract.drain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * How one desktop of a drain is.
 *
 * @param to where it went; null before
 * @param operation the switch; null before it was asked for
 * @param reason why it is left where it is, in words; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrainMove(
    DesktopId desktop,
    MoveState state,
    @Nullable NodeId to,
    @Nullable OperationId operation,
    @Nullable String reason) {
  /** Not begun, or held up. */
  public static DrainMove waiting(DesktopId desktop) {
    return new DrainMove(desktop, MoveState.WAITING, null, null, null);
  }

  /** In progress. */
  public static DrainMove moving(DesktopId desktop, OperationId operation) {
    return new DrainMove(desktop, MoveState.MOVING, null, operation, null);
  }

  /** It has arrived. */
  public static DrainMove moved(DesktopId desktop, OperationId operation, NodeId to) {
    return new DrainMove(desktop, MoveState.MOVED, to, operation, null);
  }

  /** Nothing to do any more. */
  public static DrainMove gone(DesktopId desktop) {
    return new DrainMove(desktop, MoveState.GONE, null, null, null);
  }

  /** It stays. */
  public static DrainMove left(DesktopId desktop, OperationId operation, String reason) {
    return new DrainMove(desktop, MoveState.LEFT, null, operation, reason);
  }
}
