package io.labvm.contract.node;

import io.labvm.contract.desktop.UpperId;
import org.jspecify.annotations.Nullable;

/**
 * What a node has of a desktop's root.
 *
 * @param upper it knows; null when none
 * @param freed true when that upper was given up, since a version holds all of it
 */
public record RootState(@Nullable UpperId upper, boolean freed) {}
