/**
 * The small JSON documents of the store, by Jackson's streaming core. Parsing is bounded and
 * strict, because whoever can write to the store could hand us anything.
 */
@NullMarked
package io.labvm.layers.json;

import org.jspecify.annotations.NullMarked;
