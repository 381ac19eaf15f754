/**
 * Tells pages and long polls that a row changed, by PostgreSQL's notifications.
 *
 * <p>Subscribers get names of rows, never their contents, and read them anew with their own rights.
 */
@NullMarked
package io.labvm.ui.changes;

import org.jspecify.annotations.NullMarked;
