/**
 * Commands on their way from the database to the desktops' workflows.
 *
 * <p>A command is sent until it is answered; the order of one desktop's commands is kept.
 */
@NullMarked
package io.labvm.control.outbox;

import org.jspecify.annotations.NullMarked;
