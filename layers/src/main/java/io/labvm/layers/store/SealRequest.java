package io.labvm.layers.store;

import java.util.Optional;

/**
 * Asks for a new version of what was shipped.
 *
 * @param upTo the head the node names; empty for the newest commit of the current holder's chain
 * @param label for the version, empty for none
 * @param trigger why, as in {@link Version}
 */
public record SealRequest(
    DesktopKey desktop,
    Optional<Covers> upTo,
    String label,
    String trigger,
    OperationKey operation) {}
