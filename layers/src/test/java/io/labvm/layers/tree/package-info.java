/**
 * Tools for tests: trees with everything a file system can hold, and records of trees that can be
 * compared in full, however they were reached.
 */
@NullMarked
package io.labvm.layers.tree;

import org.jspecify.annotations.NullMarked;
