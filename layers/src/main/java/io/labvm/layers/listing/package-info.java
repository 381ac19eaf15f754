/**
 * The names of directories in byte order, however many there are and however deep directories lie
 * in each other: what does not fit the memory given for it lies in a scratch file.
 */
@NullMarked
package io.labvm.layers.listing;

import org.jspecify.annotations.NullMarked;
