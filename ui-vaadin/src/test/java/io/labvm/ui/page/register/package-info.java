/**
 * Tests of the pages in {@code register}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.register;

import org.jspecify.annotations.NullMarked;
