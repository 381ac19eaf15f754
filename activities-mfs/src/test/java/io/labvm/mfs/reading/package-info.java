/** Tests of reading versions. */
@NullMarked
package io.labvm.mfs.reading;

import org.jspecify.annotations.NullMarked;
