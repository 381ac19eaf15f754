package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A desktop whose changes are to be captured and shipped. */
public record CaptureUpper(DesktopId desktop, long epoch, OperationId operation) {}
