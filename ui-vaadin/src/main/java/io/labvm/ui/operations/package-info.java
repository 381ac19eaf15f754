/**
 * Operations and their steps: the projection joined with the live progress of the running step.
 *
 * <p>Every answer is checked against the owner of the desktop; a foreign operation is unknown.
 */
@NullMarked
package io.labvm.ui.operations;

import org.jspecify.annotations.NullMarked;
