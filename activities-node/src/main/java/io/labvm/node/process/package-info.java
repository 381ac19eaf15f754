/**
 * Programs of the system, run as children.
 *
 * <p>Each has a time limit and an output limit.
 */
@NullMarked
package io.labvm.node.process;

import org.jspecify.annotations.NullMarked;
