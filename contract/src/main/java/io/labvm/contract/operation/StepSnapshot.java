package io.labvm.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * One step of an operation as the pages show it.
 *
 * @param name stable kebab-case name
 * @param attempts attempts begun, 0 before the first
 * @param startedAtMillis epoch milliseconds, null before the start
 * @param endedAtMillis epoch milliseconds, null before the end
 * @param activityId id of the running activity, so that its heartbeat can be looked up; null when
 *     none
 */
public record StepSnapshot(
    String name,
    StepState state,
    int attempts,
    @Nullable Long startedAtMillis,
    @Nullable Long endedAtMillis,
    @Nullable String activityId,
    @Nullable StepError error) {}
