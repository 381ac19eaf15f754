/**
 * Upkeep of the store: what its schedules start, and what the store agent and the control
 * application do for it.
 */
@NullMarked
package io.labvm.contract.storage;

import org.jspecify.annotations.NullMarked;
