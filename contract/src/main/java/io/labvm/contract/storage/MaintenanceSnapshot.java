package io.labvm.contract.storage;

import io.labvm.contract.operation.OperationId;

/** A picture of a run for the pages; the newest {@code sequence} wins. */
public record MaintenanceSnapshot(
    OperationId run,
    MaintenanceKind kind,
    MaintenanceState state,
    String requestedBy,
    long sequence,
    MaintenanceProgress progress) {}
