/**
 * What desktops reach and what not.
 *
 * <p>Packet filter and bridge ports of the network namespace that the agent runs in.
 */
@NullMarked
package io.labvm.node.network;

import org.jspecify.annotations.NullMarked;
