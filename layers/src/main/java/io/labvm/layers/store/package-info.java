/**
 * The shared store: bases, desktops and their epochs. Works on any POSIX directory and needs no
 * root.
 */
@NullMarked
package io.labvm.layers.store;

import org.jspecify.annotations.NullMarked;
