package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A desktop whose stacks are to be shortened. */
public record FoldDesktop(DesktopId desktop, OperationId operation) {}
