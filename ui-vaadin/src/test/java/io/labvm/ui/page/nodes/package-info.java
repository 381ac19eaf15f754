/**
 * Tests of the pages in {@code nodes}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.nodes;

import org.jspecify.annotations.NullMarked;
