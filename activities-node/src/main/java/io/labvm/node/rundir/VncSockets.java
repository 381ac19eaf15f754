package io.labvm.node.rundir;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.linux.Fd;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** Connections to desktops' VNC servers. */
public final class VncSockets {
  private final RunDirectories directories;

  public VncSockets(RunDirectories directories) {
    this.directories = directories;
  }

  /**
   * Connects or fails at once: a server that accepts nobody must not hold the caller. The channel
   * is in blocking mode.
   */
  public SocketChannel connect(DesktopId desktop) throws IOException {
    try (Fd socket = directories.vncSocket(desktop)) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.configureBlocking(false);
        if (!channel.connect(UnixDomainSocketAddress.of(socket.path()))) {
          throw new IOException("the VNC server of desktop " + desktop + " accepts nobody");
        }
        channel.configureBlocking(true);
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }
}
