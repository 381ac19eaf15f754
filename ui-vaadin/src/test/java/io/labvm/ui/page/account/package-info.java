/**
 * Tests of the pages in {@code account}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.account;

import org.jspecify.annotations.NullMarked;
