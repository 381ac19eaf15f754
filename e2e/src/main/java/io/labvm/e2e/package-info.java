/** Module e2e. */
@NullMarked
package io.labvm.e2e;

import org.jspecify.annotations.NullMarked;
