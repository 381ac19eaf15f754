package io.labvm.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * How far a step is; also the heartbeat detail of long activities.
 *
 * @param done units done, 0 or more
 * @param total units in all, 0 when unknown
 * @param unit {@code bytes}, {@code files} or {@code steps}
 * @param etaSeconds estimate of what is left, null when unknown
 */
public record Progress(long done, long total, String unit, @Nullable Long etaSeconds) {}
