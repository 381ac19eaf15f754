/** Module control. */
@NullMarked
package io.labvm.control;

import org.jspecify.annotations.NullMarked;
