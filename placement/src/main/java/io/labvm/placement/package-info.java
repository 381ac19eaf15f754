/**
 * How well nodes suit a desktop: one answer for whoever places it and for the pages that show where
 * it could go.
 */
@NullMarked
package io.labvm.placement;

import org.jspecify.annotations.NullMarked;
