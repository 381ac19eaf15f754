/**
 * Tests of the pages in {@code creating}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.creating;

import org.jspecify.annotations.NullMarked;
