/**
 * The node agent: what one node does for its desktops.
 *
 * <p>Activities are thin; the packages below do the work and know nothing of Temporal.
 */
@NullMarked
package io.labvm.node;

import org.jspecify.annotations.NullMarked;
