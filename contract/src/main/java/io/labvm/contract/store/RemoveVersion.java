package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A version to remove; what other versions need stays. */
public record RemoveVersion(DesktopId desktop, OperationId operation, long version) {}
