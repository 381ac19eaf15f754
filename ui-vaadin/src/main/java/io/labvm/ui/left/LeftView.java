package io.labvm.ui.left;

import java.time.Instant;

/**
 * Changes of a desktop that were left behind.
 *
 * @param id to ask for them by, unique on its node
 * @param node where they lie
 * @param since when they were moved aside
 * @param keptUntil when the node throws them away
 * @param names in them
 * @param bytes of room they take there
 * @param complete false when there is more than was counted
 * @param toldAt when the node last spoke of them
 */
public record LeftView(
    String id,
    String node,
    Instant since,
    Instant keptUntil,
    long names,
    long bytes,
    boolean complete,
    Instant toldAt) {}
