/**
 * Desktops that are stopped when nobody has used them for long.
 *
 * <p>Each minute it is noted who was used; a workflow per desktop waits for the stop, and the stop
 * itself is an operation of the desktop.
 */
@NullMarked
package io.labvm.control.idleness;

import org.jspecify.annotations.NullMarked;
