/**
 * Tests of the guard: rules with files and an injected clock, and the real process on real cgroups.
 */
@NullMarked
package io.labvm.guard;

import org.jspecify.annotations.NullMarked;
