/**
 * The bridge from a browser's WebSocket to a desktop's VNC server.
 *
 * <p>A one-time ticket, bound to the session, opens it; the relay of the node does the rest.
 */
@NullMarked
package io.labvm.ui.vnc;

import org.jspecify.annotations.NullMarked;
