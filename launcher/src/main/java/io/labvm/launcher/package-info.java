/**
 * The launcher: makes one machine a laboratory and takes it down again. Plain JDK and no
 * dependencies, because the top-level script compiles it before any build has run.
 */
@NullMarked
package io.labvm.launcher;

import org.jspecify.annotations.NullMarked;
