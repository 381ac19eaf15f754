/** Upkeep of the store: its schedules in Temporal, and what the pages know about it. */
@NullMarked
package io.labvm.control.storage;

import org.jspecify.annotations.NullMarked;
