/**
 * A lab in memory: nodes, store and control plane as the workflows see them, with faults on demand.
 *
 * <p>It keeps what real agents would keep, so that a test can ask what is left behind.
 */
@NullMarked
package io.labvm.workflows.world;

import org.jspecify.annotations.NullMarked;
