/**
 * The control plane's side of the node channel: joins, beacons, figures and secrets.
 *
 * <p>A plain server over the JDK's HttpsServer, so that the portal and the control application each
 * carry one on a port of its own; all state is in PostgreSQL.
 */
@NullMarked
package io.labvm.nodechannel.server;

import org.jspecify.annotations.NullMarked;
