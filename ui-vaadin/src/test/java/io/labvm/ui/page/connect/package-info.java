/**
 * Tests of the pages in {@code connect}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.connect;

import org.jspecify.annotations.NullMarked;
