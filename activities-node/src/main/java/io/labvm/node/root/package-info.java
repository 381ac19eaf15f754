/**
 * Roots of desktops: bases, uppers, overlays.
 *
 * <p>What a node holds of a desktop is remembered beside its upper.
 */
@NullMarked
package io.labvm.node.root;

import org.jspecify.annotations.NullMarked;
