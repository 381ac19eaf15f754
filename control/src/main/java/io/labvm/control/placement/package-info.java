/**
 * Where desktops go, and who holds them.
 *
 * <p>Rows of the table desktop written by steps, not projections.
 */
@NullMarked
package io.labvm.control.placement;

import org.jspecify.annotations.NullMarked;
