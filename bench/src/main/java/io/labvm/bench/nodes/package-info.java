/**
 * A laboratory of many nodes, played by one program.
 *
 * <p>It joins and reports as guards and node agents do, over the node channel of a laboratory that
 * runs, and measures what that costs the control plane.
 */
@NullMarked
package io.labvm.bench.nodes;

import org.jspecify.annotations.NullMarked;
