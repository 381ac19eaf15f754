package io.labvm.ui.operations;

import io.labvm.contract.operation.Progress;
import io.labvm.contract.operation.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of an operation.
 *
 * @param name stable kebab-case name; pages translate it
 * @param seconds how long it took or has taken so far; null before its start
 * @param progress live, only of the running step; null when unknown
 * @param nextAttemptAt when a retrying step is tried again; null when unknown
 * @param error of the last failed attempt; null when none failed
 */
public record StepView(
    String name,
    StepState state,
    int attempts,
    @Nullable Instant startedAt,
    @Nullable Double seconds,
    @Nullable Progress progress,
    @Nullable Instant nextAttemptAt,
    @Nullable ErrorView error) {}
