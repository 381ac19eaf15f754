/**
 * Switches that are to begin later.
 *
 * <p>The database says which plans there are, a workflow per plan waits, and the switch itself is
 * an operation of the desktop.
 */
@NullMarked
package io.labvm.control.plan;

import org.jspecify.annotations.NullMarked;
