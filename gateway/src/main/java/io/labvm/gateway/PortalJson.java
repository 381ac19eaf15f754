package io.labvm.gateway;

import io.labvm.gateway.connector.Routes;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the portal's internal API and of the kept routes. */
final class PortalJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private PortalJson() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static Routes routes(byte[] json) throws IOException {
    try {
      var routes = MAPPER.readValue(json, Routes.class);
      if (routes == null) {
        throw new IOException("no routes");
      }
      return routes;
    } catch (JacksonException e) {
      throw new IOException("not a list of routes", e);
    }
  }
}
