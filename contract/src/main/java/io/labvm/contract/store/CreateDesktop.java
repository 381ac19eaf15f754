package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A desktop to record, made from a base. */
public record CreateDesktop(DesktopId desktop, BaseId base, OperationId operation) {}
