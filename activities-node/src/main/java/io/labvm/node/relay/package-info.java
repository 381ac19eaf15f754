/**
 * The node's door for VNC and SSH.
 *
 * <p>Connections come with a ticket and go to a running desktop of the same epoch.
 */
@NullMarked
package io.labvm.node.relay;

import org.jspecify.annotations.NullMarked;
