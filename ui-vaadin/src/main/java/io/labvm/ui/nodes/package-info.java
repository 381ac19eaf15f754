/**
 * Nodes, their live figures, the bases of the store and the tokens by which nodes join.
 *
 * <p>Figures carry their time, so that an old one is never taken for the present.
 */
@NullMarked
package io.labvm.ui.nodes;

import org.jspecify.annotations.NullMarked;
