/**
 * Settings an admin changes while the platform runs.
 *
 * <p>They live in the database; everything else is configuration.
 */
@NullMarked
package io.labvm.ui.settings;

import org.jspecify.annotations.NullMarked;
