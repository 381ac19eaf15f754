package io.labvm.gateway.connector;

import java.util.List;

/**
 * All routes at one moment.
 *
 * @param version grows with each change; the next long poll waits for a greater one
 */
public record Routes(long version, List<Route> routes) {
  public Routes {
    routes = List.copyOf(routes);
  }
}
