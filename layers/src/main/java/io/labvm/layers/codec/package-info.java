/**
 * The binary form of the entries of a delta, which segments, manifests and the index share. Every
 * entry has exactly one form; whoever decodes trusts no byte.
 */
@NullMarked
package io.labvm.layers.codec;

import org.jspecify.annotations.NullMarked;
