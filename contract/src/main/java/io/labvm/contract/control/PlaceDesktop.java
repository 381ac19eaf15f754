package io.labvm.contract.control;

import io.labvm.contract.desktop.DesktopSpec;
import io.labvm.contract.operation.OperationId;

/** A desktop that needs a node. */
public record PlaceDesktop(OperationId operation, DesktopSpec spec) {}
