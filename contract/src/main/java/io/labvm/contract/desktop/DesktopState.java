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
 * @param waitingForApproval true while an admin has to decide on the registration
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
    boolean waitingForApproval) {
  public DesktopState {
    queue = List.copyOf(queue);
    processed = List.copyOf(processed);
  }
}
