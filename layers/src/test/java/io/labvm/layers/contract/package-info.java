/**
 * What every store must do, on whatever file system: one suite, run on a plain directory and on
 * MooseFS through two mounts.
 */
@NullMarked
package io.labvm.layers.contract;

import org.jspecify.annotations.NullMarked;
