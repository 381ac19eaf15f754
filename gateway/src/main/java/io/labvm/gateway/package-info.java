/**
 * The stable VNC and SSH addresses of all desktops.
 *
 * <p>Listens on each desktop's ports and relays to whichever node holds it now; what it needs to
 * know is kept on disk, so it works while the portal is down.
 */
@NullMarked
package io.labvm.gateway;

import org.jspecify.annotations.NullMarked;
