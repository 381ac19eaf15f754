package io.labvm.ui.desktops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Processes of a desktop that the kernel ended for want of memory.
 *
 * @param at when it happened; when it was noticed, where the kernel did not name it
 * @param program as it called itself; null where the kernel did not name it
 * @param bytes of memory that it held; null like program
 * @param processes how many
 * @param byLimit false when the node itself was out of memory
 */
public record MemoryKillView(
    Instant at, @Nullable String program, @Nullable Long bytes, int processes, boolean byLimit) {}
