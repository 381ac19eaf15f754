package io.labvm.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All open connections by desktop: bounded in number, ended when their route or time is over. */
final class Connections {
  private final int perDesktop;
  private final Map<String, Set<Connection>> open = new HashMap<>();

  Connections(int perDesktop) {
    this.perDesktop = perDesktop;
  }

  /** Registers a connection; false when its desktop has as many as it may have. */
  synchronized boolean add(Connection connection) {
    var all = open.computeIfAbsent(desktop(connection), _ -> new HashSet<>());
    return all.size() < perDesktop && all.add(connection);
  }

  /** How many of a desktop's connections wait for it. */
  synchronized long waiting(String desktop) {
    return open.getOrDefault(desktop, Set.of()).stream()
        .filter(each -> !each.target().route().reachable())
        .count();
  }

  synchronized void remove(Connection connection) {
    var all = open.get(desktop(connection));
    if (all != null && all.remove(connection) && all.isEmpty()) {
      open.remove(desktop(connection));
    }
  }

  /** Ends connections whose desktop was stopped, moved or removed; those that wait stay. */
  void keepOnly(RouteTable routes) {
    for (Connection each : all()) {
      if (each.target().route().reachable() && !routes.keeps(each.target())) {
        if (routes.comesBack(each.target())) {
          each.reset();
        } else {
          each.close();
        }
      }
    }
  }

  /** Ends connections without a byte for so long. */
  void endIdle(Duration limit) {
    all().stream().filter(c -> c.idleNanos() > limit.toNanos()).forEach(Connection::close);
  }

  synchronized List<Connection> all() {
    return open.values().stream().flatMap(Set::stream).toList();
  }

  private static String desktop(Connection connection) {
    return connection.target().route().desktop();
  }
}
