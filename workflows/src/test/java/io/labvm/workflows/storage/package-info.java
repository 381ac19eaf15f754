/** Upkeep of the store on the time-skipping server. */
@NullMarked
package io.labvm.workflows.storage;

import org.jspecify.annotations.NullMarked;
