package io.labvm.ui.desktops;

import java.time.Instant;

/**
 * What would be lost if the desktop's node died now, as the node last told.
 *
 * @param oldestUnshipped when the oldest change that is not in the store was noticed; of a node
 *     that is lost at the latest when it told this. What is older is in the store.
 * @param files names known to have changed since, at least
 * @param bytes waiting to be shipped
 */
public record RecoveryPointView(Instant oldestUnshipped, long files, long bytes) {}
