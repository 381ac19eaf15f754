/**
 * Segments: small deltas an upper ships one after another, each one checksummed file that names its
 * predecessor. Written front to back in bounded memory, read as a delta.
 */
@NullMarked
package io.labvm.layers.segment;

import org.jspecify.annotations.NullMarked;
