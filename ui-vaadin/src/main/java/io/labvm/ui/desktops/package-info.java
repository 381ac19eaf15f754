/**
 * Desktops as members and admins see and command them, and the registration that makes them.
 *
 * <p>A command is one transaction of rows; the control application carries it to the workflows.
 */
@NullMarked
package io.labvm.ui.desktops;

import org.jspecify.annotations.NullMarked;
