/**
 * Orchestration only: what happens to a desktop in which order, what is retried, and what is
 * undone.
 *
 * <p>A pure library of workflow code; the control application hosts it.
 */
@NullMarked
package io.labvm.workflows;

import org.jspecify.annotations.NullMarked;
