package io.labvm.ui.vnc;

import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Route;
import java.io.IOException;

/** Opens a connection to a desktop's VNC server. */
@FunctionalInterface
interface RelayDialer {
  /**
   * Blocks until bytes may flow.
   *
   * @throws IOException when the relay refuses or cannot be reached in time
   */
  PumpEnd dial(Route route) throws IOException;
}
