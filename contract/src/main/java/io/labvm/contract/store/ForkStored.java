package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Origin;
import io.labvm.contract.operation.OperationId;

/** A desktop to record whose version 0 shows a version of another one. */
public record ForkStored(DesktopId desktop, Origin origin, OperationId operation) {}
