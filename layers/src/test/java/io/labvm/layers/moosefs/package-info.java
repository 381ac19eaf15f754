/**
 * A real MooseFS for tests and benchmarks, in a network namespace of its own. Needs root and the
 * distribution's packages.
 */
@NullMarked
package io.labvm.layers.moosefs;

import org.jspecify.annotations.NullMarked;
