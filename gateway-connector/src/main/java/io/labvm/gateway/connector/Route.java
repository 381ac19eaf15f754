package io.labvm.gateway.connector;

import org.jspecify.annotations.Nullable;

/**
 * Where a desktop's connections go now.
 *
 * @param epoch the fencing number at which the node holds it
 * @param relayHost where the node's relay listens; empty when no node holds the desktop
 * @param vncPort public port of its VNC address
 * @param sshPort public port of its SSH address, null where the base has no SSH server
 * @param routed whether the desktop may be reached now; false when it is stopped
 * @param returning true while it is brought back without anybody's doing, as in a switch; null from
 *     those who do not know
 */
public record Route(
    String desktop,
    String login,
    @Nullable String node,
    long epoch,
    @Nullable String relayHost,
    int relayPort,
    int vncPort,
    @Nullable Integer sshPort,
    boolean routed,
    @Nullable Boolean returning) {

  /** Whether it will be reachable soon, if all goes well. */
  public boolean returns() {
    return Boolean.TRUE.equals(returning);
  }

  /** Whether there is a relay to dial. */
  public boolean reachable() {
    return routed && node != null && relayHost != null && !relayHost.isEmpty();
  }
}
