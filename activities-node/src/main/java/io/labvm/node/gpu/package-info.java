/**
 * The node's GPUs, as their driver tells.
 *
 * <p>Asked of {@code nvidia-smi} on a thread of its own: a driver that hangs holds up nothing else.
 */
@NullMarked
package io.labvm.node.gpu;

import org.jspecify.annotations.NullMarked;
