/** Module schema. */
@NullMarked
package io.labvm.schema;

import org.jspecify.annotations.NullMarked;
