package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * What a person notes about a version.
 *
 * @param label null leaves it as it is, empty takes it away
 * @param pinned whether no rule may remove it; null leaves it as it is
 */
public record NoteVersion(
    DesktopId desktop,
    OperationId operation,
    long version,
    @Nullable String label,
    @Nullable Boolean pinned) {}
