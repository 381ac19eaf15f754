/**
 * Folds adjacent deltas into the one that is equivalent to them. Seal, fold and the recovery of an
 * index are this one mechanism over other sources.
 */
@NullMarked
package io.labvm.layers.fold;

import org.jspecify.annotations.NullMarked;
