package io.labvm.ui.desktops;

import io.labvm.contract.operation.OperationId;
import io.labvm.ui.accounts.Account;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registration that waits for an admin.
 *
 * @param node the node the member chose; null for automatic
 */
public record WaitingRegistration(
    OperationId operation,
    Account account,
    String base,
    @Nullable String node,
    Instant requestedAt) {}
