package io.labvm.gateway;

import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.Routes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All routes at one moment, by public port. Immutable.
 *
 * @param version the portal's version of them
 */
record RouteTable(long version, Map<Integer, Target> targets) {
  static final RouteTable EMPTY = new RouteTable(-1, Map.of());

  private static final int MAX_PORT = 65_535;

  /** What a public port leads to. */
  record Target(int port, Route route, Purpose purpose) {}

  RouteTable {
    targets = Map.copyOf(targets);
  }

  /** A port that two routes claim stays with the first; ports out of range lead nowhere. */
  static RouteTable of(Routes routes) {
    var targets = new HashMap<Integer, Target>();
    for (var route : routes.routes()) {
      put(targets, route.vncPort(), Purpose.VNC, route);
      var ssh = route.sshPort();
      if (ssh != null) {
        put(targets, ssh, Purpose.SSH, route);
      }
    }
    return new RouteTable(routes.version(), targets);
  }

  private static void put(Map<Integer, Target> targets, int port, Purpose purpose, Route route) {
    if (port > 0 && port <= MAX_PORT) {
      targets.putIfAbsent(port, new Target(port, route, purpose));
    }
  }

  Set<Integer> ports() {
    return targets.keySet();
  }

  Optional<Target> target(int port) {
    return Optional.ofNullable(targets.get(port));
  }

  /** Whether the desktop that {@code old} led to is elsewhere now, or will be reachable soon. */
  boolean comesBack(Target old) {
    var current = targets.get(old.port());
    return current != null
        && current.route().desktop().equals(old.route().desktop())
        && (current.route().returns() || current.route().reachable());
  }

  /** Whether connections that were made by {@code old} still lead to the right place. */
  boolean keeps(Target old) {
    var current = targets.get(old.port());
    return current != null
        && current.route().desktop().equals(old.route().desktop())
        && current.route().epoch() == old.route().epoch()
        && current.route().reachable();
  }
}
