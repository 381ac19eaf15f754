/**
 * Layers: a delta as an image that can be mounted and a manifest that says everything the delta
 * says. Both are written in one pass, and read as a delta again.
 */
@NullMarked
package io.labvm.layers.layer;

import org.jspecify.annotations.NullMarked;
