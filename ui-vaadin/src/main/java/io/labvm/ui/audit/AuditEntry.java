package io.labvm.ui.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param id grows with time
 * @param who login of who did it; null for strangers
 * @param action stable kebab-case verb
 * @param target login, node or id of what it was done to; may be empty
 * @param owner login of the owner, where the target is a desktop or an operation
 * @param address IP address it came from; may be empty
 */
public record AuditEntry(
    long id,
    Instant at,
    @Nullable String who,
    String action,
    String target,
    @Nullable String owner,
    String address) {}
