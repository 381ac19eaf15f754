/** Module launcher. */
@NullMarked
package io.labvm.launcher;

import org.jspecify.annotations.NullMarked;
