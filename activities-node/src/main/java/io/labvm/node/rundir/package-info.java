/**
 * The small directories in memory that a node and a desktop share.
 *
 * <p>Their content is written by a hostile root, so it is reached by descriptors and never by path.
 */
@NullMarked
package io.labvm.node.rundir;

import org.jspecify.annotations.NullMarked;
