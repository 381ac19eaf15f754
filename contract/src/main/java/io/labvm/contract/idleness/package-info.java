/**
 * Desktops that are stopped when nobody has used them for long.
 *
 * <p>A workflow beside each running desktop waits for the moments at which something is due.
 */
@NullMarked
package io.labvm.contract.idleness;

import org.jspecify.annotations.NullMarked;
