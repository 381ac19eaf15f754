/** Emptying nodes for maintenance, and bringing their desktops home. */
@NullMarked
package io.labvm.control.drain;

import org.jspecify.annotations.NullMarked;
