/** Module guard. */
@NullMarked
package io.labvm.guard;

import org.jspecify.annotations.NullMarked;
