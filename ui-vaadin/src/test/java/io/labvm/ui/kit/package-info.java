/**
 * Test kit of the portal: the whole application on a real port with a real database.
 *
 * <p>Temporal is not there unless a test brings it; nodes and desktops are rows.
 */
@NullMarked
package io.labvm.ui.kit;

import org.jspecify.annotations.NullMarked;
