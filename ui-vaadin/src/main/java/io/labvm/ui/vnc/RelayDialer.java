package io.labvm.ui.vnc;

import io.labvm.gateway.connector.Route;
import java.io.IOException;
import java.net.Socket;

/** Opens a connection to a desktop's VNC server. */
@FunctionalInterface
interface RelayDialer {
  /**
   * Blocks until bytes may flow.
   *
   * @throws IOException when the relay refuses or cannot be reached in time
   */
  Socket dial(Route route) throws IOException;
}
