/** Measurements against the tools that do the same work. Run by hand, never by a test. */
@NullMarked
package io.labvm.layers.bench;

import org.jspecify.annotations.NullMarked;
