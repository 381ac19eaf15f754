package io.labvm.ui.desktops;

/**
 * What a rule for unused desktops would have done in the last seven days, as far as use was noted.
 *
 * @param hours of the rule
 * @param stops how often a desktop would have been stopped
 * @param desktops how many would have been
 */
public record UnusedPreview(int hours, int stops, int desktops) {}
