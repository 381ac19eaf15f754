/** Emptying a node for maintenance, and bringing its desktops home. */
@NullMarked
package io.labvm.contract.drain;

import org.jspecify.annotations.NullMarked;
