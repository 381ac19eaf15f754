/** Running programs and telling a person about it. Errors for people are made here, too. */
@NullMarked
package io.labvm.launcher.shell;

import org.jspecify.annotations.NullMarked;
