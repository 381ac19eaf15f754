/**
 * One workflow per kind of operation: its steps in order, their retries, and their undo.
 *
 * <p>All share one way to run a step, to unwind, and to tell the pages about it.
 */
@NullMarked
package io.labvm.workflows.operation;

import org.jspecify.annotations.NullMarked;
