/**
 * Trees to make images from: a directory, walked race-safe by two reader threads, or a tar stream.
 * Both may be hostile; neither can make an image hold anything from outside.
 */
@NullMarked
package io.labvm.layers.source;

import org.jspecify.annotations.NullMarked;
