package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as its owner and admins see it.
 *
 * @param owner login of the desktop's owner
 * @param requestedBy login of who asked, or {@code system}, {@code schedule}, {@code policy}
 * @param result what it came to; null for operations that save nothing, and until it is known
 * @param temporalUrl its page in the Temporal UI; only for admins and where one is configured
 * @param abortable true when {@link OperationService#abort} would be accepted
 */
public record OperationView(
    OperationId id,
    DesktopId desktop,
    String owner,
    OperationKind kind,
    OperationState state,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<StepView> steps,
    @Nullable ErrorView error,
    @Nullable OperationResult result,
    @Nullable String temporalUrl,
    boolean abortable) {
  public OperationView {
    steps = List.copyOf(steps);
  }
}
