package io.labvm.contract.store;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.operation.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * A version to make of what was shipped.
 *
 * @param head what the node's capture came to; null when the upper never changed
 * @param trigger {@code manual}, {@code schedule} or {@code stop}
 */
public record SealDesktop(
    DesktopId desktop, OperationId operation, @Nullable ChainHead head, String trigger) {}
