/** Tests of what people do with single versions. */
@NullMarked
package io.labvm.workflows.version;

import org.jspecify.annotations.NullMarked;
