/**
 * Tests of the pages against services kept in memory.
 *
 * <p>The services' own rules are tested with the real ones.
 */
@NullMarked
package io.labvm.ui.page;

import org.jspecify.annotations.NullMarked;
