package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.operation.OperationId;

/** A container to start on a prepared root. */
public record RunContainer(DesktopSpec spec, long epoch, OperationId operation) {}
