/**
 * The layer engine: images, the store and overlay mounts, without any framework. This package holds
 * what all its parts share; each part has a package of its own.
 */
@NullMarked
package io.labvm.layers;

import org.jspecify.annotations.NullMarked;
