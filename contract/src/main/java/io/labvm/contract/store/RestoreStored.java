package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;

/**
 * An old version to make the newest one again.
 *
 * @param version to go back to
 * @param undo takes the restore of the same operation back: nothing, unless it made a version
 */
public record RestoreStored(DesktopId desktop, long version, OperationId operation, boolean undo) {}
