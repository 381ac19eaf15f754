/**
 * The mutual-TLS channel between a node and the control plane: its records, keys and client.
 *
 * <p>A node proves itself by a certificate of the cluster CA; the server by the name {@code
 * channel.labvm}, whatever address was dialled.
 */
@NullMarked
package io.labvm.nodechannel;

import org.jspecify.annotations.NullMarked;
