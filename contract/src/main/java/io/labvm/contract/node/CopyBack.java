package io.labvm.contract.node;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.store.StoredStack;

/**
 * A file or folder of a version to be put into the running desktop.
 *
 * @param from names path and mode
 * @param stack of that version
 */
public record CopyBack(
    DesktopId desktop, long epoch, OperationId operation, FromVersion from, StoredStack stack) {}
