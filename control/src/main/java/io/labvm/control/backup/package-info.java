/**
 * Backups that nobody has to ask for.
 *
 * <p>Schedules live in Temporal, where operators pause and trigger them; what should be scheduled
 * stands in the database.
 */
@NullMarked
package io.labvm.control.backup;

import org.jspecify.annotations.NullMarked;
