/**
 * Tests of the pages in {@code signin}.
 *
 * <p>Against services kept in memory.
 */
@NullMarked
package io.labvm.ui.page.signin;

import org.jspecify.annotations.NullMarked;
