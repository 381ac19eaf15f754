/** Module linux. */
@NullMarked
package io.labvm.linux;

import org.jspecify.annotations.NullMarked;
