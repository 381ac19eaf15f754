/**
 * Changes over a tree, as values: what overlayfs keeps as whiteouts, opaque directories and literal
 * entries. Segments, layers and the plan of a capture all are deltas, so one fold serves them all.
 */
@NullMarked
package io.labvm.layers.delta;

import org.jspecify.annotations.NullMarked;
