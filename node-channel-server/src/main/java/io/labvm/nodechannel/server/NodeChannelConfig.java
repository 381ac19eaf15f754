package io.labvm.nodechannel.server;

import io.labvm.nodechannel.ClusterCa;
import io.labvm.nodechannel.SecretSeal;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;

/**
 * What a server of the channel needs.
 *
 * @param address where to listen; port 0 takes a free one
 * @param ticketKey public key handed to joining nodes for their relays
 * @param seal opens the secrets in the database
 * @param receiver name of this process in the rows of beacons, so that a node counts as silent only
 *     while its receiver was up
 * @param lease how long a node may go on with a desktop after its last answered beacon
 */
public record NodeChannelConfig(
    InetSocketAddress address,
    ClusterCa authority,
    PublicKey ticketKey,
    SecretSeal seal,
    String receiver,
    Duration lease) {
  /** What somebody waits who starts a desktop elsewhere; the store renews a lease as well. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(20);
}
