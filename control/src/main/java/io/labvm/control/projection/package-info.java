/**
 * Pictures of desktops and operations for the pages.
 *
 * <p>A newer picture is never overwritten by an older one.
 */
@NullMarked
package io.labvm.control.projection;

import org.jspecify.annotations.NullMarked;
