/**
 * GPUs of nodes in exclusive mode: who has which, who waits, and when one is free again.
 *
 * <p>See decision 24.
 */
@NullMarked
package io.labvm.control.gpu;

import org.jspecify.annotations.NullMarked;
