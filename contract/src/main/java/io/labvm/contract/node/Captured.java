package io.labvm.contract.node;

import io.labvm.contract.store.ChainHead;
import org.jspecify.annotations.Nullable;

/**
 * What a capture came to.
 *
 * @param head of what is in the store now; null when the upper never changed
 * @param consistency {@code frozen}, {@code stopped}, or {@code live} when it could not be frozen
 * @param files names shipped by this capture
 * @param bytes of content shipped by this capture
 * @param frozenMillis how long the desktop stood still in all tries, 0 when it did not
 */
public record Captured(
    @Nullable ChainHead head, String consistency, long files, long bytes, long frozenMillis) {}
