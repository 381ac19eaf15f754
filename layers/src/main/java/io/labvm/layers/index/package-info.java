/**
 * What was shipped of an upper: the index M of the seal rules, on local disk. Immutable sorted
 * runs, one more for each batch that is durable elsewhere; merged when they become many.
 */
@NullMarked
package io.labvm.layers.index;

import org.jspecify.annotations.NullMarked;
