/**
 * What the machine must have: rights, kernel, packages, tools. Checked first and installed where
 * the distribution has it.
 */
@NullMarked
package io.labvm.launcher.machine;

import org.jspecify.annotations.NullMarked;
