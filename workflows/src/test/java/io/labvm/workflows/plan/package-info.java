/** Tests of planned switches. */
@NullMarked
package io.labvm.workflows.plan;

import org.jspecify.annotations.NullMarked;
