/**
 * The command {@code labvm layer}: options, one JSON object as answer, exit codes. What it does is
 * in the other packages.
 */
@NullMarked
package io.labvm.layers.command;

import org.jspecify.annotations.NullMarked;
