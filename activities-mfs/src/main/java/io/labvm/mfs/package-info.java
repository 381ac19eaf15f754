/** Module activities-mfs. */
@NullMarked
package io.labvm.mfs;

import org.jspecify.annotations.NullMarked;
