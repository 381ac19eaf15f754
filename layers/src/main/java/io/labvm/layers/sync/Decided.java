package io.labvm.layers.sync;

import io.labvm.layers.store.Covers;
import java.time.Duration;
import java.util.Optional;

/**
 * What a deciding pass came to.
 *
 * @param result what was shipped
 * @param head of the upper's chain now, for the seal to name; empty when nothing ever changed
 * @param stoodStill how long everything stood still in all tries; zero when nothing was frozen
 */
public record Decided(SyncResult result, Optional<Covers> head, Duration stoodStill) {}
