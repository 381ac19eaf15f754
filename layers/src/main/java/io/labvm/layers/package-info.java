/** Module layers. */
@NullMarked
package io.labvm.layers;

import org.jspecify.annotations.NullMarked;
