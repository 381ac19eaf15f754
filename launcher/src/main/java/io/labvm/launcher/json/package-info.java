/**
 * Just enough JSON for status output and the portal's answers. The launcher has no dependencies.
 */
@NullMarked
package io.labvm.launcher.json;

import org.jspecify.annotations.NullMarked;
