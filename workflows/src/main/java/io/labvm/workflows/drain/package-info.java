/** Emptying nodes, and bringing desktops home. */
@NullMarked
package io.labvm.workflows.drain;

import org.jspecify.annotations.NullMarked;
