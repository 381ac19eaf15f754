/**
 * The processes of a laboratory: what they are, how they are started, how they are seen. Kept alive
 * by supervisord.
 */
@NullMarked
package io.labvm.launcher.process;

import org.jspecify.annotations.NullMarked;
