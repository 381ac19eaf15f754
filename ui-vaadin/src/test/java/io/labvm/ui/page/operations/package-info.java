/**
 * Tests of the pages in {@code operations}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.operations;

import org.jspecify.annotations.NullMarked;
