/** Emptying nodes for maintenance, and bringing their desktops home. */
@NullMarked
package io.labvm.ui.drains;

import org.jspecify.annotations.NullMarked;
