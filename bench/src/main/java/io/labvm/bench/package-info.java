/**
 * Measurements against the tools that do the same work, taken in one run on the same data. Run by
 * hand ({@code ./labvm bench}), never by a test.
 */
@NullMarked
package io.labvm.bench;

import org.jspecify.annotations.NullMarked;
