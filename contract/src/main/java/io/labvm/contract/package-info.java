/** Module contract. */
@NullMarked
package io.labvm.contract;

import org.jspecify.annotations.NullMarked;
