package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A desktop to move to the trash. */
public record DeleteStoredDesktop(DesktopId desktop, OperationId operation) {}
