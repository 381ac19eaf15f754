/** Module gateway. */
@NullMarked
package io.labvm.gateway;

import org.jspecify.annotations.NullMarked;
