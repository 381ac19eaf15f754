/**
 * The merged view of a stack of images, read without a mount and without root: what a fresh mount
 * of the same stack would show. Fold asks it what lies below; listing, comparing and exporting
 * versions read it.
 */
@NullMarked
package io.labvm.layers.view;

import org.jspecify.annotations.NullMarked;
