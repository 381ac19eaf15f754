package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** The answer to every command: it is queued, watch the operation. */
public record Accepted(OperationId operation, DesktopId desktop) {}
