package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepError;
import io.labvm.contract.operation.StepSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation as the projection has it. */
record OperationRow(
    OperationId id,
    DesktopId desktop,
    String owner,
    OperationKind kind,
    OperationState state,
    String requestedBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<StepSnapshot> steps,
    @Nullable StepError error,
    @Nullable OperationResult result,
    DesktopPhase desktopPhase,
    boolean desktopGone) {}
