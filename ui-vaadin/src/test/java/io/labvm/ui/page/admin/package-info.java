/**
 * Tests of the pages in {@code admin}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.admin;

import org.jspecify.annotations.NullMarked;
