/** Module cli. */
@NullMarked
package io.labvm.cli;

import org.jspecify.annotations.NullMarked;
