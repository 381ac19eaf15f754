/**
 * A member's own desktop: state, connection sheet, commands, latest operations.
 *
 * <p>Every command goes through a dialog that names its consequences.
 */
@NullMarked
package io.labvm.ui.page.desktop;

import org.jspecify.annotations.NullMarked;
