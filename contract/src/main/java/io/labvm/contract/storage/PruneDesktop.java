package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/** A desktop whose versions are to be removed by rules. */
public record PruneDesktop(DesktopId desktop, RetentionRules rules, OperationId operation) {}
