/** Module activities-node. */
@NullMarked
package io.labvm.node;

import org.jspecify.annotations.NullMarked;
