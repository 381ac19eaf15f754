/**
 * One desktop on this node, step by step.
 *
 * <p>Steps of one desktop exclude each other, and each may be repeated.
 */
@NullMarked
package io.labvm.node.desktop;

import org.jspecify.annotations.NullMarked;
