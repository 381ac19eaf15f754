/**
 * From sources to applications that can be started. Results are kept by the content of the sources.
 */
@NullMarked
package io.labvm.launcher.build;

import org.jspecify.annotations.NullMarked;
