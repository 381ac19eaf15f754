package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import java.io.IOException;

/** Connects to a service of a running desktop. */
public interface Dialer {
  /** Connects within a few seconds or fails, whatever the desktop does. */
  PumpEnd dial(DesktopId desktop, RunningDesktops.Running running, Purpose purpose)
      throws IOException;
}
