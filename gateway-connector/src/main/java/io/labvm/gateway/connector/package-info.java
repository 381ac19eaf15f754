/** Module gateway-connector. */
@NullMarked
package io.labvm.gateway.connector;

import org.jspecify.annotations.NullMarked;
