/**
 * Refusals that people and programs can act on: a code, and a message per field.
 *
 * <p>Pages translate the code; the REST API writes it as a problem document.
 */
@NullMarked
package io.labvm.ui.problem;

import org.jspecify.annotations.NullMarked;
