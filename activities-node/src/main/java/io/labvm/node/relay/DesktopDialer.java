package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Purpose;
import io.labvm.node.rundir.VncSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** VNC by the socket in the run directory, SSH by the desktop's address. */
public final class DesktopDialer implements Dialer {
  private static final int SSH_PORT = 22;
  private static final int CONNECT_MILLIS = 5000;

  private final VncSockets vnc;

  public DesktopDialer(VncSockets vnc) {
    this.vnc = vnc;
  }

  @Override
  public PumpEnd dial(DesktopId desktop, RunningDesktops.Running running, Purpose purpose)
      throws IOException {
    return switch (purpose) {
      case VNC -> PumpEnd.of(vnc.connect(desktop));
      case SSH -> ssh(running.address());
    };
  }

  private static PumpEnd ssh(String address) throws IOException {
    Socket socket = SocketChannel.open().socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, SSH_PORT), CONNECT_MILLIS);
      return PumpEnd.of(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
