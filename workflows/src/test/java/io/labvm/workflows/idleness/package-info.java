/** Tests of what waits for unused desktops. */
@NullMarked
package io.labvm.workflows.idleness;

import org.jspecify.annotations.NullMarked;
