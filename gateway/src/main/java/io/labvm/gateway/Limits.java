package io.labvm.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HexFormat;

/** Decides by source address who is turned away. Safe for several threads. */
final class Limits {
  private static final int PREFIX_BYTES = 8;

  private final Attempts vncFailures;
  private final Attempts vncPauses;
  private final Attempts sshConnections;

  Limits(GatewayLimits limits, InstantSource clock) {
    vncFailures = new Attempts(limits.vncFailures(), limits.vncWindow(), clock);
    vncPauses = new Attempts(1, limits.vncPause(), clock);
    sshConnections = new Attempts(limits.sshConnections(), limits.sshWindow(), clock);
  }

  /** Whether this source may try a VNC login at this desktop now. */
  boolean vncAllowed(InetAddress source, String desktop) {
    return !vncPauses.full(key(source) + "/" + desktop);
  }

  /** A wrong VNC password; the last one allowed begins a pause. */
  void vncFailed(InetAddress source, String desktop) {
    var key = key(source) + "/" + desktop;
    if (vncFailures.add(key)) {
      vncPauses.add(key);
      vncFailures.clear(key);
    }
  }

  /** A right VNC password forgives the wrong ones before it. */
  void vncSucceeded(InetAddress source, String desktop) {
    vncFailures.clear(key(source) + "/" + desktop);
  }

  /** Counts a new SSH connection of this source and says whether it may go on. */
  boolean sshAllowed(InetAddress source) {
    var key = key(source);
    if (sshConnections.full(key)) {
      return false;
    }
    sshConnections.add(key);
    return true;
  }

  /** An IPv4 address, or the /64 of an IPv6 address, of which one host has as many as it likes. */
  private static String key(InetAddress source) {
    var bytes = source.getAddress();
    var length = source instanceof Inet6Address ? PREFIX_BYTES : bytes.length;
    return HexFormat.of().formatHex(bytes, 0, length);
  }
}
