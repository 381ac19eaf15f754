/**
 * The control application: hosts the workflows and does their work on the database.
 *
 * <p>Every other package is one of its duties.
 */
@NullMarked
package io.labvm.control;

import org.jspecify.annotations.NullMarked;
