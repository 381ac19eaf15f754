/**
 * The proof that the engine is exact: random life in real overlays, and the kernel's own view as
 * the judge.
 */
@NullMarked
package io.labvm.layers.fuzz;

import org.jspecify.annotations.NullMarked;
