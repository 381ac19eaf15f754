/**
 * Switches that are to begin later.
 *
 * <p>A plan waits in a workflow of its own, so that the desktop takes other commands meanwhile.
 */
@NullMarked
package io.labvm.contract.plan;

import org.jspecify.annotations.NullMarked;
