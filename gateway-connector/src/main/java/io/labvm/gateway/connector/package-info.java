/**
 * The way from a stable address to a desktop: routes, tickets, the connection to a node's relay.
 *
 * <p>A plain jar used by the gateway, by the portal's browser bridge and, for the relay's side, by
 * the node agent.
 */
@NullMarked
package io.labvm.gateway.connector;

import org.jspecify.annotations.NullMarked;
