/**
 * Changes that stayed on a node when their desktop went on elsewhere: which there are, as the nodes
 * tell, and what they hold, read at the node itself.
 */
@NullMarked
package io.labvm.ui.left;

import org.jspecify.annotations.NullMarked;
