/**
 * Tests of the pages in {@code browser}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.browser;

import org.jspecify.annotations.NullMarked;
