/** Tests of the package of the same name. Nothing here needs root. */
@NullMarked
package io.labvm.launcher.build;

import org.jspecify.annotations.NullMarked;
