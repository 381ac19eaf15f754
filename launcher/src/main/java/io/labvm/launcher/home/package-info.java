/**
 * The directory that holds everything of one laboratory. Its layout, settings, ports and
 * configuration files.
 */
@NullMarked
package io.labvm.launcher.home;

import org.jspecify.annotations.NullMarked;
