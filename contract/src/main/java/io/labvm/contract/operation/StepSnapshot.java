package io.labvm.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * One step of an operation as the pages show it.
 *
 * @param name stable kebab-case name
 * @param attempts attempts begun, 0 before the first
 * @param startedAtMillis epoch milliseconds, null before the start
 * @param endedAtMillis epoch milliseconds, null before the end
 * @param activityType type of the running activity, null when none: an operation runs one activity
 *     of a type at a time, so its heartbeat is found among the pending activities of {@code
 *     operation/<desktop>/<operation>} (the SDK makes activity ids up, they cannot be known)
 */
public record StepSnapshot(
    String name,
    StepState state,
    int attempts,
    @Nullable Long startedAtMillis,
    @Nullable Long endedAtMillis,
    @Nullable String activityType,
    @Nullable StepError error) {}
