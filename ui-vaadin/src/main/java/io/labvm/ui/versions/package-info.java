/**
 * Versions of desktops.
 *
 * <p>The database holds a copy of what the store says about them.
 */
@NullMarked
package io.labvm.ui.versions;

import org.jspecify.annotations.NullMarked;
