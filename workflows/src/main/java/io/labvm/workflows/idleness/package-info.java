/**
 * Desktops that are stopped when nobody has used them for long.
 *
 * <p>The wait is a timer of the workflow, so it outlives the death of any process.
 */
@NullMarked
package io.labvm.workflows.idleness;

import org.jspecify.annotations.NullMarked;
