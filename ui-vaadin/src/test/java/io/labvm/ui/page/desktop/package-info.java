/**
 * Tests of the pages in {@code desktop}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.desktop;

import org.jspecify.annotations.NullMarked;
