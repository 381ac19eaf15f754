/**
 * The desktop inside the browser.
 *
 * <p>The picture flows past this code: noVNC speaks to the bridge with a one-time ticket.
 */
@NullMarked
package io.labvm.ui.page.browser;

import org.jspecify.annotations.NullMarked;
