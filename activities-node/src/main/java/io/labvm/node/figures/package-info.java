/**
 * What a node tells about itself.
 *
 * <p>Live figures for the pages, and the sign of life that the guard looks at.
 */
@NullMarked
package io.labvm.node.figures;

import org.jspecify.annotations.NullMarked;
