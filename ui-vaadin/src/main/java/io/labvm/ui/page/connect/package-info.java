/**
 * How a desktop is reached: the sheet of its addresses, shown wherever a desktop is.
 *
 * <p>The VNC secret is asked for only when somebody reveals or copies it.
 */
@NullMarked
package io.labvm.ui.page.connect;

import org.jspecify.annotations.NullMarked;
