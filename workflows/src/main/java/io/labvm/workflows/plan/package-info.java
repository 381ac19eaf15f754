/**
 * Switches that are to begin later.
 *
 * <p>The wait is a timer of the workflow, so it outlives the death of any process.
 */
@NullMarked
package io.labvm.workflows.plan;

import org.jspecify.annotations.NullMarked;
