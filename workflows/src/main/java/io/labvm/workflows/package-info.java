/** Module workflows. */
@NullMarked
package io.labvm.workflows;

import org.jspecify.annotations.NullMarked;
