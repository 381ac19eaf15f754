/**
 * What must be so after chaos, without a laboratory: a model of the files of a desktop, what is
 * seen of a laboratory at rest, and the rules that are checked on it.
 */
@NullMarked
package io.labvm.e2e.chaos;

import org.jspecify.annotations.NullMarked;
