package io.labvm.contract.desktop;

import io.labvm.contract.node.NodeId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a desktop's entity workflow remembers; handed on at continue-as-new.
 *
 * @param epoch newest epoch taken for this desktop, 0 before the first start
 * @param upper the upper on {@code node}, null before the first mount
 * @param queue accepted and not yet started operations, oldest first
 * @param processed ids of the newest accepted operations, so that a repeated request is answered
 *     and not run again; bounded
 * @param approvalPending true until an admin has decided on the registration
 * @param registration whether the desktop has ever come to life; while it has not, a start runs the
 *     steps of the registration
 */
public record DesktopState(
    DesktopSpec spec,
    DesktopPhase phase,
    @Nullable NodeId node,
    long epoch,
    @Nullable UpperId upper,
    long sequence,
    @Nullable Long runningSinceMillis,
    List<OperationRequest> queue,
    List<OperationId> processed,
    boolean approvalPending,
    Registration registration) {
  /** How far the desktop's creation has come. */
  public enum Registration {
    PENDING,
    DENIED,
    DONE
  }

  public DesktopState {
    queue = List.copyOf(queue);
    processed = List.copyOf(processed);
  }

  /** A desktop of which nothing exists yet. */
  public static DesktopState fresh(DesktopSpec spec) {
    return new DesktopState(
        spec,
        DesktopPhase.CREATING,
        null,
        0,
        null,
        0,
        null,
        List.of(),
        List.of(),
        false,
        Registration.PENDING);
  }
}
