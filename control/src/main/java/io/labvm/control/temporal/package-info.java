/**
 * What this application needs of the Temporal server.
 *
 * <p>Set up at start, repeated until it worked.
 */
@NullMarked
package io.labvm.control.temporal;

import org.jspecify.annotations.NullMarked;
